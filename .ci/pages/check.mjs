// Checks the pages of a folder as people see them: node check.mjs DIR [SHOTS]
//
// Every *.html is read by html-validate, and opened in a headless Chromium, light and dark, 375 and 1200 pixels wide, where axe must find nothing and
// nothing may be wider than the window or be asked for from elsewhere. Files named mail*.html are held against caniemail, too, and opened once
// more without their style sheet. What is wrong is printed, a line each; exit status 1 if there is any. With SHOTS, pictures are kept there.
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { caniemail } from 'caniemail'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { chromium } from 'playwright-core'

const [dir, shots] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const clients = ['gmail.desktop-webmail', 'gmail.android', 'gmail.ios', 'outlook.windows', 'apple-mail.*', 'outlook.ios', 'outlook.android', 'outlook.macos']
// What some clients do without and the mail reads well without: the dark scheme, wrapping of long words, the colour around the card.
const bearable = ['@media', 'overflow', 'overflow-wrap', '<body> element'] // the mail reads well without
const rules = {
  'prefer-native-element': 'off', // role=presentation and role=main are for mail programs
  'long-title': 'off', // titles are never cut
  'tel-non-breaking': 'off', // numbers of posts are no telephone's
  'no-inline-style': 'off',
  'no-trailing-whitespace': 'off',
  'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }], // boxes of one kind
}
const validator = (...presets) => new HtmlValidate(new StaticConfigLoader({ extends: presets.map((p) => 'html-validate:' + p), rules }))
const forPages = validator('recommended', 'a11y', 'document')
const forMail = validator('a11y', 'document') // which needs attributes that are out of fashion
const found = []
const say = (file, what) => found.push(`${file}: ${what}`)

const files = readdirSync(dir).filter((f) => f.endsWith('.html')).sort()
for (const file of files) {
  const mail = file.startsWith('mail')
  const report = await (mail ? forMail : forPages).validateString(readFileSync(join(dir, file), 'utf8'), file)
  for (const r of report.results) for (const m of r.messages) say(file, `html-validate ${m.line}:${m.column} ${m.ruleId}: ${m.message}`)
  if (mail) {
    const { issues } = caniemail({ clients, html: readFileSync(join(dir, file), 'utf8') })
    const bad = new Map()
    for (const [client, list] of issues.errors) for (const i of list) if (!bearable.includes(i.title)) bad.set(i.title, [...(bad.get(i.title) ?? []), client])
    for (const [title, who] of bad) say(file, `caniemail: ${title} in ${[...new Set(who)].join(', ')}`)
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
let file
await page.route(/^(?!file:|data:)/, (r) => { say(file, `asks for ${r.request().url()}`); return r.abort() })
const look = async (at) => {
  const violations = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ['violations'] }).then((r) => r.violations), ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  for (const v of violations) say(file, `axe ${at} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`)
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  if (wide > width) say(file, `${at}: ${wide} pixels wide`)
}
for (file of files) {
  await page.goto(pathToFileURL(join(dir, file)).href)
  await page.evaluate(axe)
  for (const width of [375, 1200]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      if (shots) await page.screenshot({ path: join(shots, `${file.replace('.html', '')}-${colorScheme}-${width}.png`), fullPage: true })
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
      await look(`${colorScheme} ${width}`)
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = false }))
    }
  }
  if (file.startsWith('mail')) {
    await page.setViewportSize({ width: 375, height: 800 })
    await page.evaluate(() => document.querySelectorAll('style').forEach((s) => s.remove()))
    await look('without styles')
  }
}
await browser.close()

for (const line of new Set(found)) console.log(line)
console.log(`${files.length} pages, ${found.length} findings`)
process.exit(found.length ? 1 : 0)
