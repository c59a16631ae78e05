// Only makes the wait shorter: with no JavaScript the page reloads itself.
(function () {
  'use strict';
  const SLOW_AFTER_MS = 120000;
  const RETRY_MS = 10000;
  const UNSETTLED = ['confirming', 'waiting'];

  const main = document.querySelector('[data-events]');
  const reload = () => window.location.reload();

  const events = new EventSource(main.dataset.events);
  events.addEventListener('status', (event) => {
    if (UNSETTLED.includes(event.data)) return;
    events.close();
    reload();
  });
  // The browser reconnects by itself after a cut, but not after an error answer.
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(reload, RETRY_MS);
  });

  const slow = main.querySelector('[data-slow]');
  if (!slow) return;
  setTimeout(() => {
    main.querySelector('[data-lead]').hidden = true;
    slow.hidden = false;
  }, SLOW_AFTER_MS);
})();
