// Runs on the payer's page. The server draws every state; this script keeps the page current and adds what needs a browser.
// oxlint-disable unicorn/prefer-add-event-listener, unicorn/consistent-function-scoping, promise/always-return -- every byte travels with the payer's first answer
// Without it the page still shows the QR, the accounts and, by refreshing itself, the outcome.
{
  const { state, left, host, id, live, said } = document.body.dataset;
  const all = (selector: string) => document.querySelectorAll<HTMLElement>(selector);
  const path = location.pathname;

  // The page around a frame learns the outcome; only the page that the shop's key allows, never another.
  if (host && parent !== window) parent.postMessage({ paygate: state, transactionId: id }, host);

  const ask = () => fetch(`${path}/status`).then((answer) => answer.json()).then((now) => changed(now.state), () => {});
  const changed = (now: string) => {
    if (now && now !== state) location.reload();
  };

  if (live) {
    const events = new EventSource(`${path}/events`);
    let troubles = 0;
    let polling = 0;
    events.onmessage = ({ data }) => {
      troubles = 0;
      changed(data);
    };
    // Refused, or broken twice without a word in between: ask instead.
    events.onerror = () => {
      if (events.readyState < 2 && ++troubles < 2) return;
      events.close();
      polling ||= window.setInterval(() => void ask(), 4_000);
    };
    // The payer comes back from the banking app.
    document.onvisibilitychange = () => document.hidden || void ask();
  }

  for (const clock of all('b')) {
    const end = Date.now() + Number(left) * 1_000;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1_000));
      clock.textContent = new Date(seconds * 1_000).toISOString().slice(seconds < 3_600 ? 14 : 11, 19);
      if (seconds) return;
      clearInterval(ticking);
      void ask();
    };
    const ticking = setInterval(tick, 1_000);
    tick();
  }

  for (const button of all('[data-copy]')) {
    const label = button.textContent;
    button.hidden = !navigator.clipboard;
    button.onclick = () => navigator.clipboard.writeText(button.dataset['copy']!).then(() => {
      button.textContent = all('[role=status]')[0]!.textContent = said!;
      setTimeout(() => { button.textContent = label; }, 2_000);
    });
  }
  for (const button of all('[data-print]')) {
    button.hidden = false;
    button.onclick = () => print();
  }
  // The picture with words around the QR is drawn by a script of its own, fetched when it is wanted.
  for (const save of all('[data-save]')) {
    save.onclick = (event) => {
      event.preventDefault();
      const drawing = document.createElement('script');
      drawing.src = save.dataset['save']!;
      drawing.onerror = () => { location.href = `${path}/qr.png`; };
      document.body.append(drawing);
    };
  }
}
