/* Small courtesies on top of pages that work without them: busy buttons, offline words, upload
   progress, copying, counters. No page depends on this file. Browsers that cannot read htmx
   (before Chromium 80 and Safari 13.1) skip the whole joined file and use the plain forms. */
(function () {
  'use strict';

  function each(selector, act, root) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }

  function button(form, event) {
    return (event && event.submitter) || form.querySelector('button[data-busy]');
  }

  function say(text) {
    var box = document.getElementById('offline');
    if (!box) return;
    box.hidden = !text;
    box.textContent = text || '';
  }

  /* The button says so and stays. Not "disabled": that would drop its name and lose the focus. */
  function busy(form, event) {
    var pressed = button(form, event);
    form.dataset.sending = '1';
    if (!pressed || !pressed.dataset.busy) return;
    pressed.dataset.words = pressed.textContent;
    pressed.textContent = pressed.dataset.busy;
    pressed.setAttribute('aria-busy', 'true');
  }

  function rest(form) {
    delete form.dataset.sending;
    each('[aria-busy=true]', function (pressed) {
      if (pressed.dataset.words) pressed.textContent = pressed.dataset.words;
      pressed.removeAttribute('aria-busy');
    }, form);
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (navigator.onLine === false) {
      event.preventDefault();
      event.stopImmediatePropagation();
      offline();
      return;
    }
    if (form.method === 'post') busy(form, event);
  }, true);

  window.addEventListener('pageshow', function () { each('form', rest); });

  function offline() {
    var box = document.getElementById('offline');
    if (box) say(box.dataset.offline);
  }

  function fault() {
    var box = document.getElementById('offline');
    if (box) say(box.dataset.fault);
  }

  window.addEventListener('offline', offline);
  window.addEventListener('online', function () { say(''); });

  function formOf(event) {
    var element = event.detail && event.detail.elt;
    return element && element.closest ? element.closest('form') : null;
  }

  document.addEventListener('htmx:afterRequest', function (event) {
    var form = formOf(event);
    if (form) rest(form);
    if (event.detail.xhr.status && event.detail.xhr.status < 500) say('');
  });
  document.addEventListener('htmx:sendError', fault);
  document.addEventListener('htmx:timeout', fault);

  /* A fault page of something in front of us (a proxy) must not replace what was typed. */
  document.addEventListener('htmx:beforeSwap', function (event) {
    var answer = event.detail.xhr;
    if (answer.status >= 500 && !answer.getResponseHeader('HX-Retarget')) {
      event.detail.shouldSwap = false;
      fault();
    }
  });

  document.addEventListener('htmx:xhr:progress', function (event) {
    var form = formOf(event);
    var box = form && form.querySelector('.upload');
    if (!box || !event.detail.lengthComputable) return;
    var percent = Math.round(100 * event.detail.loaded / event.detail.total);
    box.hidden = false;
    box.querySelector('progress').value = percent;
    box.querySelector('span').textContent = percent + '%';
  });

  /* A photo is sent as soon as it is chosen; its button is for who has no script, and to try once more. */
  document.addEventListener('change', function (event) {
    var input = event.target;
    if (!input.hasAttribute || !input.hasAttribute('data-send') || !input.value) return;
    var pressed = button(input.form);
    if (!pressed) return;
    pressed.hidden = false;
    pressed.click();
  });

  function chosen(area) {
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    return document.execCommand('copy');
  }

  document.addEventListener('click', function (event) {
    var pressed = event.target.closest && event.target.closest('[data-copy]');
    if (!pressed) return;
    var area = document.getElementById(pressed.dataset.copy);
    function done() { pressed.textContent = pressed.dataset.done; }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(area.value).then(done, function () { if (chosen(area)) done(); });
    } else if (chosen(area)) done();
  });

  function count(area) {
    var box = area.parentNode.querySelector('.counter');
    var left = Number(area.dataset.limit) - area.value.length;
    if (!box) return;
    box.hidden = left > Math.max(50, area.dataset.limit / 5);
    box.classList.toggle('late', left < 0);
    box.textContent = (left < 0 ? box.dataset.over : box.dataset.words).replace('{n}', Math.abs(left));
  }

  document.addEventListener('input', function (event) {
    if (event.target.dataset && event.target.dataset.limit) count(event.target);
  });

  function ready(root) {
    each('[data-copy][hidden]', function (pressed) { pressed.hidden = false; }, root);
    each('[data-limit]', count, root);
    each('.photo-add [data-send]', function (input) {
      var sent = button(input.form);
      if (sent && !input.value) sent.hidden = true;
    }, root);
    var errors = (root || document).querySelector('#errors');
    if (errors) errors.focus();
  }

  document.addEventListener('htmx:load', function (event) { ready(event.detail.elt); });
  ready();
})();
