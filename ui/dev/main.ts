// Every screen on the fixtures of the tests: `npm run dev`, then /dev/. Not part of the build.
// `?empty`, `?readonly` and `?broken` show the states that good days hide.
import "@fontsource-variable/inter/index.css";
import "../src/styles/tokens.css";
import "../src/styles/base.css";
import "../src/styles/chart.css";
import "../src/styles/print.css";
import { mount } from "svelte";
import App from "../src/app/App.svelte";
import { fakePlatform } from "../src/platform/fake";
import { CallError } from "../src/platform/types";
import { answers, workspace } from "../tests/fixtures";

const state = location.search.slice(1);
if (state === "empty") answers.workspace = { ...workspace, empty: true, sample: false, name: "" };
if (state === "readonly") answers.workspace = { ...workspace, read_only: { reason: "The disk is full.", help: "Free some space; Gemba goes on by itself." } };
if (state === "broken") answers.today = () => Promise.reject(new CallError({ code: "io", message: "The workspace file could not be read.", help: "Close other programs that hold it, or open a backup." }));

const platform = fakePlatform(answers);
Object.assign(window, { __fake: platform });
mount(App, { target: document.getElementById("app")!, props: { platform } });
