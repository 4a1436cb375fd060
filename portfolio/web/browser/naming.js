(function (tag) {
  document.documentElement.lang = tag;
  /* Streamlit's calendar takes months and weekdays from the browser's language: a page in Chinese has them in Chinese. */
  Object.defineProperty(navigator, "language", { value: tag, configurable: true });
  window[Symbol.for("react-aria.i18n.locale")] = tag;
  window.dispatchEvent(new Event("languagechange"));
})(TAG);
