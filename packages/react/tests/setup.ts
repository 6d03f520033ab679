import "../src/styles/index.css";
import "./failOnConsole.ts";
