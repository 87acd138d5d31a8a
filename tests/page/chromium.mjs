// Chromium without a network, driven through its own pipe (Chrome DevTools Protocol): nothing to install for it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-extensions', '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:9', '--remote-debugging-pipe'];

export class Chromium {
  constructor(program) {
    this.folder = mkdtempSync(join(tmpdir(), 'sparring-page-'));
    this.process = spawn(program, [...FLAGS, `--user-data-dir=${this.folder}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.waiting = new Map();
    this.listeners = [];
    this.last = 0;
    this.gone = new Promise((_, reject) => this.process.on('exit', (code) => reject(new Error(`Chromium ended (${code})`))));
    this.gone.catch(() => {});
    let rest = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (data) => {
      const whole = (rest + data).split('\0');
      rest = whole.pop();
      whole.forEach((one) => this.receive(JSON.parse(one)));
    });
  }

  receive(message) {
    if (!message.id) return this.listeners.forEach((listener) => listener(message));
    const { resolve, reject, method } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(`${method}: ${message.error.message}`)); else resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    const answered = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method }));
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return Promise.race([answered, this.gone]);
  }

  // A page that is loaded, with everything it complained about or asked for.
  async open(url) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page.send(`${domain}.enable`);
    const loaded = page.once('Page.loadEventFired');
    await page.send('Page.navigate', { url });
    await loaded;
    return page;
  }

  // Ends Chromium and waits for it. Its helpers may write a moment longer; a folder left in the system's own is no failure.
  async close() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.send('Browser.close').catch(() => this.process.kill());
    await ended;
    try {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    } catch (error) {
      console.error(`${this.folder} is left: ${error.code}`);
    }
  }
}

class Page {
  constructor(chromium, session, target) {
    Object.assign(this, { chromium, session, target, complaints: [], requests: [], heard: [] });
    chromium.listeners.push((message) => message.sessionId === session && this.hear(message));
  }

  hear({ method, params }) {
    if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled') this.complaints.push(`console.${params.type}`);
    if (method === 'Log.entryAdded') this.complaints.push(`${params.entry.level}: ${params.entry.text}`);
    if (method === 'Page.javascriptDialogOpening') this.complaints.push(`a dialog: ${params.message}`);
    if (method === 'Network.requestWillBeSent') this.requests.push(params.request.url);
    this.heard = this.heard.filter(([wanted, resolve]) => wanted !== method || resolve(params));
  }

  once(method) {
    return new Promise((resolve) => this.heard.push([method, resolve]));
  }

  send(method, params) {
    return this.chromium.send(method, params, this.session);
  }

  // The value of an expression in the page. Tools may do this whatever the page's policy says.
  async value(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async as({ width, scheme, media = '' }) {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
    await this.send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  async press(key, code, text) {
    const common = { key, code: key, windowsVirtualKeyCode: code, text };
    await this.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', ...common });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
  }

  async picture(tallest = 16000) {
    const { cssContentSize: { width, height } } = await this.send('Page.getLayoutMetrics');
    const clip = { x: 0, y: 0, width, height: Math.min(height, tallest), scale: 1 };
    const { data } = await this.send('Page.captureScreenshot', { captureBeyondViewport: true, clip });
    return Buffer.from(data, 'base64');
  }

  async print() {
    const { data } = await this.send('Page.printToPDF', { printBackground: false, preferCSSPageSize: true });
    return Buffer.from(data, 'base64');
  }

  close() {
    return this.chromium.send('Target.closeTarget', { targetId: this.target });
  }
}
