// Draws recorded messages as people see them in Discord: `npm install && npm run draw` in this folder, after
// `cargo test --test discord`, which leaves a file for each scene in target/discord-messages. Needs Chromium (CHROMIUM names another).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', '..', 'target');
const out = join(target, 'pictures');
const chromium = process.env.CHROMIUM ?? 'chromium';

const profile = mkdtempSync(join(tmpdir(), 'sparring-pictures-'));
const chrome = (more) => execFileSync(chromium, ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', `--user-data-dir=${profile}`,
  '--hide-scrollbars', '--virtual-time-budget=4000', ...more], { stdio: ['ignore', 'pipe', 'ignore'] });

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

const days = (many) => (many >= 0 ? `in ${many} days` : `${-many} days ago`);

// The little Markdown that the bot writes: bold, italics, code, quotes, small print, mentions, times.
function markdown(text, names) {
  const inline = (line) => escape(line)
    .replace(/\\([\\*_~`|<>\[\]#-])/g, (_, c) => `&#${c.charCodeAt(0)};`)
    .replace(/`([^`]+)`/g, '<discord-code>$1</discord-code>')
    .replace(/\*\*(.+?)\*\*/g, '<discord-bold>$1</discord-bold>')
    .replace(/\*(.+?)\*/g, '<discord-italic>$1</discord-italic>')
    .replace(/&lt;@(\d+)&gt;/g, (_, id) => `<discord-mention>${names[id] ?? 'someone'}</discord-mention>`)
    .replace(/&lt;#(\d+)&gt;/g, '<discord-mention type="thread">Sparring</discord-mention>')
    .replace(/&lt;@&amp;(\d+)&gt;/g, (_, id) => `<discord-mention type="role" color="#5865f2">${names[id] ?? 'class'}</discord-mention>`)
    .replace(/&lt;t:(\d+):d&gt;/g, (_, at) => new Date(at * 1000).toISOString().slice(0, 10))
    .replace(/&lt;t:(\d+):R&gt;/g, (_, at) => days(Math.round((at * 1000 - Date.now()) / 86_400_000)))
    .replace(/&lt;t:(\d+)(:\w)?&gt;/g, (_, at) => new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' '));
  return text.split('\n').map((line) => {
    if (line.startsWith('> ')) return `<discord-quote>${inline(line.slice(2))}</discord-quote>`;
    if (line.startsWith('-# ')) return `<small style="color:#949ba4">${inline(line.slice(3))}</small><br>`;
    return `${inline(line)}<br>`;
  }).join('').replace(/<br>$/, '');
}

const styles = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'destructive' };

function component(one) {
  if (one.type === 2) return `<discord-button type="${styles[one.style]}"${one.disabled ? ' disabled' : ''}>${escape(one.label)}</discord-button>`;
  if (one.type === 3) return `<discord-string-select-menu placeholder="${escape(one.placeholder ?? '')}"></discord-string-select-menu>`;
  return '';
}

function embed(one, files, names) {
  const fields = (one.fields ?? []).map((f, i) =>
    `<discord-embed-field field-title="${escape(f.name)}"${f.inline ? ` inline inline-index="${(i % 3) + 1}"` : ''}>${markdown(f.value, names)}</discord-embed-field>`).join('');
  const name = one.image?.url?.split('/').pop();
  const image = name && files[name] ? ` image="data:image/png;base64,${files[name]}"` : '';
  const colour = `#${(one.color ?? 0).toString(16).padStart(6, '0')}`;
  return `<discord-embed slot="embeds" color="${colour}" embed-title="${escape(one.title ?? '')}"${image}>
    <discord-embed-description slot="description">${markdown(one.description ?? '', names)}</discord-embed-description>
    ${fields ? `<discord-embed-fields slot="fields">${fields}</discord-embed-fields>` : ''}
    ${one.footer ? `<discord-embed-footer slot="footer">${escape(one.footer.text)}</discord-embed-footer>` : ''}</discord-embed>`;
}

function message(one, names) {
  const rows = (one.components ?? []).map((row) => `<discord-action-row>${row.components.map(component).join('')}</discord-action-row>`).join('');
  return `<discord-message profile="${one.bot ? 'bot' : 'ann'}"${one.ephemeral ? ' ephemeral' : ''}>${markdown(one.content, names)}
    ${(one.embeds ?? []).map((e) => embed(e, one.files ?? {}, names)).join('')}
    ${rows ? `<discord-attachments slot="components">${rows}</discord-attachments>` : ''}</discord-message>`;
}

const icon = (colour) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='80' height='80'><rect width='80' height='80' fill='%23${colour}'/></svg>`;
const page = (body, script) => `<!doctype html><html><head><meta charset="utf-8"><style>body{margin:0;background:#313338;font-family:"gg sans","Noto Sans","DejaVu Sans",sans-serif}</style>
<script>window.$discordMessage={profiles:{bot:{author:'sparring',avatar:"${icon('5865f2')}",bot:true},ann:{author:'Ann',avatar:"${icon('eb459e')}",roleColor:'#1abc9c'}}}</script>
</head><body><discord-messages>${body}</discord-messages><script>${script}</script>
<script>setTimeout(() => { document.documentElement.dataset.height = Math.ceil(document.querySelector('discord-messages').getBoundingClientRect().bottom) + 8 }, 3000)</script></body></html>`;

mkdirSync(out, { recursive: true });
const bundled = await build({ entryPoints: [join(here, 'entry.js')], bundle: true, write: false, minify: true });
const script = bundled.outputFiles[0].text.replaceAll('</script', '<\\/script');
const kept = join(target, 'discord-messages');
for (const file of readdirSync(kept).sort()) {
  const name = basename(file, '.json');
  const { names, messages, height } = JSON.parse(readFileSync(join(kept, file), 'utf8'));
  const html = join(out, `${name}.html`);
  writeFileSync(html, page(messages.map((one) => message(one, names)).join(''), script));
  // Drawn twice: once to learn how tall it is, once at that height.
  const dom = chrome([`--window-size=820,${height}`, '--dump-dom', `file://${html}`]).toString();
  const tall = Number(/data-height="(\d+)"/.exec(dom)?.[1] ?? height);
  chrome([`--screenshot=${join(out, `${name}.png`)}`, `--window-size=820,${tall}`, `file://${html}`]);
  console.log(join(out, `${name}.png`));
}
rmSync(profile, { recursive: true, force: true });
