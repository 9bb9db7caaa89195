// What axe finds serious or worse, as one line each.
const done = arguments[arguments.length - 1];
axe
  .run(document, { resultTypes: ['violations'] })
  .then(({ violations }) =>
    done(
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)}: ${failureSummary}`),
        ),
    ),
  )
  .catch((error) => done(String(error)));
