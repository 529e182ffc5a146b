// Every screen on the fixtures of the tests: `npm run dev`, then /dev/. Not part of the build.
import "@fontsource-variable/inter/index.css";
import "../src/styles/tokens.css";
import "../src/styles/base.css";
import "../src/styles/chart.css";
import "../src/styles/print.css";
import { mount } from "svelte";
import App from "../src/app/App.svelte";
import { fakePlatform } from "../src/platform/fake";
import { answers } from "../tests/fixtures";

mount(App, { target: document.getElementById("app")!, props: { platform: fakePlatform(answers) } });
