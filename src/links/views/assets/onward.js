// With no JavaScript the payer presses the button.
(function () {
  'use strict';
  const onward = document.querySelector('[data-seconds]');
  const soon = document.querySelector('[data-soon]');
  const stay = document.querySelector('[data-stay]');
  const show = (isShown) => {
    soon.hidden = !isShown;
    stay.hidden = !isShown;
  };

  // Replaced, or the browser's back button would lead here and on again.
  const timer = setTimeout(() => window.location.replace(onward.href), Number(onward.dataset.seconds) * 1000);
  stay.addEventListener('click', () => {
    clearTimeout(timer);
    show(false);
    onward.focus();
  });
  show(true);
})();
