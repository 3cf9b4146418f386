// Does with a page what a person would: node clicks.mjs URL STEP...
//
// A step is press=NAME (a button), follow=NAME (a link), check=NAME, uncheck=NAME (a box), fill=LABEL=TEXT (a field), or see=TEXT. Each
// page on the way must be without findings of axe, narrow and wide, light and dark. Exit status 1 if a step cannot be done, or anything is found.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const [url, ...steps] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const context = await browser.newContext({ bypassCSP: true }) // or axe could not be put in
const page = await context.newPage()
page.setDefaultTimeout(10_000)
let failed = false
const say = (what) => { failed = true; console.log(what) }
page.on('pageerror', (e) => say(`error on the page: ${e}`))
await page.route((u) => u.origin !== new URL(url).origin && u.protocol !== 'data:', (r) => { say(`asks for ${r.request().url()}`); return r.abort() })

const look = async (when) => {
  await page.evaluate(axe)
  for (const width of [375, 1200]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      const found = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ['violations'] }).then((r) => r.violations),
        ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      for (const v of found) say(`axe ${when} ${width} ${colorScheme} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`)
      if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) say(`${when}: wider than ${width} pixels`)
    }
  }
}

try {
  await page.goto(url)
  await look('first')
  for (const step of steps) {
    const [verb, name, text] = step.split('=')
    switch (verb) {
      case 'press': await page.getByRole('button', { name, exact: true }).click(); await look(step); break
      case 'follow': await page.getByRole('link', { name, exact: true }).click(); await look(step); break
      case 'check': await page.getByLabel(name, { exact: true }).check(); break
      case 'uncheck': await page.getByLabel(name, { exact: true }).uncheck(); break
      case 'fill': await page.getByLabel(name, { exact: true }).fill(text); break
      case 'see': await page.getByText(name).first().waitFor(); break
      default: throw new Error(`there is no step ${step}`)
    }
  }
} catch (e) {
  say(`${e}\n${await page.content()}`)
}
await browser.close()
process.exit(failed ? 1 : 0)
