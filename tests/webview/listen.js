// Keeps what the page complains of: broken policy, errors, rejected promises.
if (!window.__complaints) {
  const heard = [];
  window.__complaints = heard;
  document.addEventListener('securitypolicyviolation', (event) =>
    heard.push(`policy ${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`),
  );
  window.addEventListener('error', (event) => heard.push(`error: ${event.message} ${event.filename}:${event.lineno}`));
  window.addEventListener('unhandledrejection', (event) =>
    heard.push(`rejected: ${event.reason instanceof Error ? event.reason.stack : JSON.stringify(event.reason)}`),
  );
  for (const level of ['error', 'warn']) {
    const before = console[level].bind(console);
    console[level] = (...words) => {
      heard.push(`console.${level}: ${words.map((word) => (word instanceof Error ? word.stack : String(word))).join(' ')}`);
      before(...words);
    };
  }
}
