// The head of a page as a picture, as in the README: node picture.mjs page.html picture.png [HEIGHT]
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';

const [html, png, height = '1250'] = process.argv.slice(2);
const chromium = new Chromium(process.env.CHROMIUM ?? 'chromium');
const page = await chromium.open(pathToFileURL(resolve(html)).href);
await page.as({ width: 1100, scheme: 'light' });
writeFileSync(png, await page.picture(Number(height)));
await chromium.close();
