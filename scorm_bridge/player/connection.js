// The connection test: tries what a game will need, shows what came of it, and reports to the LMS.

import { browserChecks } from "./connection_browser.js";
import { lmsChecks } from "./connection_lms.js";
import { Sheet } from "./connection_sheet.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const sheet = new Sheet(facts.texts);

async function run() {
  for await (const result of browserChecks(facts)) sheet.add(result);
  for await (const result of lmsChecks(facts, () => sheet.hasFailed)) sheet.add(result);
  sheet.sum();
}

run();
