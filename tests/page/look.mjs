// Looks at the pages that `cargo test --test it page` leaves in target/page: in Chromium without a network, light and
// dark, wide and narrow, printed. Fails on any complaint or request of a page, on what axe-core calls serious, on a page
// wider than its screen, on a keyboard that gets nowhere. Pictures and prints stay in target/page.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';

const target = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'target', 'page');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['session', 'open', 'class', 'hostile', 'challenge', 'challenge-sealed', 'challenge-practice'];
const LOOKS = [
  { name: 'light', width: 1100, scheme: 'light' },
  { name: 'dark', width: 1100, scheme: 'dark' },
  { name: 'narrow', width: 390, scheme: 'light' },
];
const findings = [];

async function look(chromium, name) {
  const file = join(target, `${name}.html`);
  if (!existsSync(file)) throw new Error(`${file} is missing: run cargo test --test it page first`);
  const found = (what) => findings.push(`${name}: ${what}`);
  const url = pathToFileURL(file).href;
  const page = await chromium.open(url);
  for (const look of LOOKS) {
    await page.as(look);
    writeFileSync(join(target, `${name}-${look.name}.png`), await page.picture());
    const over = await page.value('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (over > 0) found(`${over} pixels wider than a screen of ${look.width}`);
    await page.value(`${axe};0`);
    const { violations, incomplete, passes } = JSON.parse(await page.value('axe.run({ resultTypes: ["violations"] }).then(JSON.stringify)'));
    const told = (rule) => `${rule.id} (${rule.impact}): ${rule.help}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`;
    violations.forEach((rule) => (['serious', 'critical', 'moderate'].includes(rule.impact) ? found : console.log)(`${look.name}: ${told(rule)}`));
    console.log(`${name} ${look.name}: ${passes.length} rules hold, ${violations.length} don't, ${incomplete.length} undecided${incomplete.length ? ` (${incomplete.map((rule) => rule.id)})` : ''}`);
  }
  await page.as(LOOKS[0]);
  await page.press('Tab', 9);
  const skip = await page.value('document.activeElement.className === "skip" && document.activeElement.getBoundingClientRect().top >= 0');
  if (!skip) found('the first Tab does not show the way past the head of the page');
  await page.press('Enter', 13, '\r');
  if (await page.value('document.activeElement.id') !== 'main') found('the skip link does not lead to the content');
  await page.press('Tab', 9);
  const ring = await page.value('getComputedStyle(document.activeElement).outlineStyle');
  if (ring !== 'solid') found(`what has the focus shows it by an outline of ${ring}`);
  writeFileSync(join(target, `${name}.pdf`), await page.print());
  if (await page.value('document.scripts.length') !== 0) found('there is a script in it');
  page.complaints.forEach((complaint) => found(`it complains: ${complaint}`));
  page.requests.filter((request) => request !== url).forEach((request) => found(`it asks for ${request}`));
  await page.close();
}

// A page that must be found wanting, so that a silent browser is never taken for a good page.
async function wanting(chromium) {
  const bad = '<!doctype html><html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><body><script>alert(1)</script><img src="https://example.org/x.png">';
  const page = await chromium.open(`data:text/html,${encodeURIComponent(bad)}`);
  await page.value(`${axe};0`);
  const rules = await page.value('axe.run().then((result) => result.violations.map((rule) => rule.id))');
  if (page.complaints.length < 2 || !rules.includes('image-alt')) {
    throw new Error(`a bad page went unnoticed: ${page.complaints}; ${rules}`);
  }
  await page.close();
}

const chromium = new Chromium(process.env.CHROMIUM ?? 'chromium');
try {
  await wanting(chromium);
  for (const name of PAGES) await look(chromium, name);
} finally {
  await chromium.close();
}
findings.forEach((finding) => console.error(finding));
console.log(findings.length ? `${findings.length} findings` : `${PAGES.length} pages, ${LOOKS.length} looks each: nothing found`);
process.exitCode = findings.length ? 1 : 0;
