// @ts-check
// Waits for a job of the worker and tells its progress.

import { call } from "../staff.js";

/** @param {any} job @param {(job: any) => void} tell */
export async function waitFor(job, tell) {
  let now = job;
  while (now.status === "queued" || now.status === "running") {
    tell(now);
    await new Promise((done) => setTimeout(done, 500));
    now = await call("GET", `/api/console/jobs/${now.job_id}`);
  }
  tell(now);
  return now;
}
