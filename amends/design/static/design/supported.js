// Scripts run: parts of the page that need them may show. Loaded before the content, so that nothing moves.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
