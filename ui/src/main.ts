import "@fontsource-variable/inter/index.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/chart.css";
import "./styles/print.css";
import { mount } from "svelte";
import App from "./app/App.svelte";
import { findPlatform } from "./platform";

const target = document.getElementById("app");
if (target) mount(App, { target, props: { platform: await findPlatform() } });
