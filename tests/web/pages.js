// usage: node pages.js CHROMIUM FOLDER: every page of the folder, as its readers meet it
"use strict";
const fs = require("fs"), path = require("path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [program, folder] = process.argv.slice(2);
let faults = 0;

function expect(good, page, words) {
  if (good) return;
  faults++;
  console.log(`${page}: ${words}`);
}

async function open(browser, file, options) {
  const context = await browser.newContext({ bypassCSP: false, ...options });
  const page = await context.newPage(), requests = [], errors = [];
  page.on("request", r => { if (!r.url().startsWith("file:")) requests.push(r.url()); });
  page.on("console", m => { if (m.type() === "error") errors.push(m.text()); });
  page.on("pageerror", e => errors.push(String(e)));
  await page.goto("file://" + path.resolve(file));
  return { context, page, requests, errors };
}

async function violations(browser, file, name, options) {
  const { context, page } = await open(browser, file, { ...options, bypassCSP: true });
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const v of result.violations)
    expect(false, name, `axe ${v.id} (${v.impact}): ${v.help}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any.map(a => a.message).join("; ").slice(0, 200)}`);
  await context.close();
}

async function picture(page, file) {
  const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 8000);
  await page.screenshot({ path: file, clip: { x: 0, y: 0, width: page.viewportSize().width, height }, fullPage: true });
}

async function look(browser, file, name) {
  const shot = kind => path.join(folder, `${name}-${kind}.png`);
  const desktop = await open(browser, file, { viewport: { width: 1280, height: 900 } });
  expect(!desktop.requests.length, name, `asks the network: ${desktop.requests[0]}`);
  expect(!desktop.errors.length, name, `the browser complains: ${desktop.errors[0]}`);
  await picture(desktop.page, shot("desktop"));
  // the first stop of the keyboard is the skip link, and it leads to the text
  await desktop.page.keyboard.press("Tab");
  expect(await desktop.page.evaluate(() => document.activeElement.getAttribute("href")) === "#main", name, "the first Tab is not the skip link");
  // a value opens when the keyboard comes to it, and Escape closes it
  if (await desktop.page.locator(".value .tip").count()) {
    const value = desktop.page.locator(".value:has(> .tip)").first();
    await value.focus();
    expect(await value.locator(".tip").isVisible(), name, "a focused value shows nothing");
    await desktop.page.keyboard.press("Escape");
    expect(!await value.locator(".tip").isVisible(), name, "Escape does not close a value");
  }
  // finding lines: a word that stands in one line leaves that line; Escape brings the others back
  if (await desktop.page.locator("form.find").count()) {
    const lines = desktop.page.locator("#main > .line:visible"), all = await lines.count(), field = desktop.page.locator(".find input");
    const number = (await lines.last().getAttribute("id") || "").slice(1);
    await field.fill(number);
    const left = await lines.count();
    expect(left >= 1 && (all < 20 || left < all), name, `find leaves ${left} of ${all} lines`);
    expect((await desktop.page.textContent(".find output")) === `${left} of ${all} lines`, name, "find says " + await desktop.page.textContent(".find output"));
    await field.fill("no such words anywhere");
    expect(await lines.count() === 0, name, "find finds what is not there");
    await field.press("Escape");
    expect(await lines.count() === all, name, "Escape does not bring the lines back");
  }
  await desktop.page.emulateMedia({ media: "print" });
  await picture(desktop.page, shot("print"));
  await desktop.context.close();

  const phone = await open(browser, file, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  expect(width <= 390, name, `${width} pixels wide on a phone of 390`);
  const wrapped = await phone.page.evaluate(() => [...document.querySelectorAll("pre")].filter(p => getComputedStyle(p).whiteSpace !== "pre").length);
  expect(!wrapped, name, `${wrapped} drawings wrap`);
  await picture(phone.page, shot("phone"));
  await phone.context.close();

  const dark = await open(browser, file, { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
  await picture(dark.page, shot("dark"));
  await dark.context.close();

  // scripts off: everything is there, and a value still opens on focus
  const still = await open(browser, file, { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false });
  expect(await still.page.locator("main").isVisible() && (name === "index" || await still.page.locator("#violation-check").isVisible()), name, "scripts off: something is missing");
  expect(!await still.page.locator("form.find").isVisible(), name, "scripts off: a search that cannot search");
  if (await still.page.locator(".value .tip").count()) {
    await still.page.locator(".value:has(> .tip)").first().focus();
    expect(await still.page.locator(".value:has(> .tip)").first().locator(".tip").isVisible(), name, "scripts off: a value shows nothing");
  }
  await still.context.close();
  await violations(browser, file, name, { viewport: { width: 1280, height: 900 } });
  await violations(browser, file, `${name} (dark)`, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
}

(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
  const files = fs.readdirSync(folder).filter(f => f.endsWith(".html")).sort();
  for (const f of files) await look(browser, path.join(folder, f), f.replace(/\.html$/, ""));
  await browser.close();
  console.log(`${files.length} pages looked at, ${faults} faults; pictures in ${folder}`);
  process.exit(faults || !files.length ? 1 : 0);
})().catch(e => { console.log(String(e)); process.exit(1); });
