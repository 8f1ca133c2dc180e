// PayGate button. On a page of the shop:
//   <div id="pay"></div><script src=".../paygate-widget.js"></script>
//   <script>PayGate.renderButton({ elementId: 'pay', apiKey: 'pk_...', amount: 150, orderId: 'ORDER-1', onPaid: ({ transactionId }) => {} })</script>
// oxlint-disable unicorn/prefer-add-event-listener, unicorn/consistent-function-scoping -- every byte travels to every page of every shop
// No dependency, no cookie, no style of the page touched. What it tells the page is a hint for the payer's eyes; the webhook tells the shop.
{
  interface Problem { code: string; message: string; requestId?: string }
  interface Options {
    elementId: string; apiKey?: string; amount?: number; orderId?: string; description?: string; transactionId?: string;
    checkoutBaseUrl?: string; apiBaseUrl?: string; returnUrl?: string; expiryMinutes?: number; language?: 'th' | 'en'; label?: string; mode?: 'modal' | 'redirect';
    onPaid?: (payment: { transactionId: string }) => void; onExpired?: (payment: { transactionId: string }) => void; onError?: (problem: Problem) => void; onClose?: () => void;
  }
  // The server that served this file writes its own addresses here.
  const defaults = JSON.parse('__PAYGATE_DEFAULTS__');
  const words = {
    th: { pay: 'ชำระเงิน', busy: 'กำลังเปิด…', close: 'ปิด', failed: 'เปิดหน้าชำระเงินไม่ได้ โปรดลองอีกครั้ง' },
    en: { pay: 'Pay', busy: 'Opening…', close: 'Close', failed: 'The payment page could not be opened. Please try again.' },
  };
  // A page that may not frame the payer page is sent there instead.
  const FRAME_MS = 10_000;
  const style = `
    button{font:600 16px/1.5 system-ui,"Noto Sans Thai",Thonburi,Tahoma,sans-serif;color:#fff;background:#0b57b8;border:0;border-radius:12px;padding:12px 24px;min-height:48px;cursor:pointer}
    button:disabled{opacity:.6;cursor:wait}
    p{font:14px/1.6 system-ui,"Noto Sans Thai",Thonburi,Tahoma,sans-serif;color:#b3261e;margin:8px 0 0}
    dialog{border:0;padding:0;width:min(448px,100vw);height:min(880px,100dvh);max-width:none;max-height:none;border-radius:16px;overflow:hidden;background:#eef1f6}
    dialog::backdrop{background:#0008}
    dialog button{position:absolute;top:8px;left:50%;translate:-50%;min-height:40px;padding:4px 20px;color:#14213a;background:#dde2ec}
    iframe{border:0;width:100%;height:100%}`;
  const make = <K extends keyof HTMLElementTagNameMap>(name: K, parent: Node, text = ''): HTMLElementTagNameMap[K] => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  };
  const problemOf = (answer: { code?: string; message?: string; error?: string; requestId?: string }): Problem =>
    ({ code: answer.code || 'SERVER_ERROR', message: answer.message || answer.error || '', ...(answer.requestId && { requestId: answer.requestId }) });

  const isProblem = (cause: unknown): cause is Problem => cause instanceof Object && 'code' in cause && 'message' in cause && !(cause instanceof Error);

  const openSession = async (options: Options, apiBaseUrl: string): Promise<string> => {
    const { apiKey, amount, orderId, description, returnUrl, expiryMinutes } = options;
    const response = await fetch(`${apiBaseUrl}/checkout/sessions`, {
      method: 'POST', credentials: 'omit', headers: { 'content-type': 'application/json', 'x-api-key': apiKey || '' },
      body: JSON.stringify({ amount, orderId, description, returnUrl, expiryMinutes }),
    });
    const answer = await response.json();
    if (!response.ok) throw problemOf(answer);
    return answer.transaction.id;
  };

  const trimmed = (url: string) => url.replace(/\/+$/, '');
  const renderButton = (options: Options) => {
    const place = document.getElementById(options.elementId);
    const fail = (problem: Problem) => {
      console.error(`PayGate: ${problem.code} ${problem.message}`);
      options.onError?.(problem);
    };
    if (!place) return fail({ code: 'INVALID_OPTIONS', message: `there is no element with the id ${options.elementId}` });
    if (!options.transactionId && !(options.apiKey && options.amount)) return fail({ code: 'INVALID_OPTIONS', message: 'give apiKey and amount, or transactionId' });
    if (options.apiKey && !options.apiKey.startsWith('pk_')) return fail({ code: 'INVALID_OPTIONS', message: 'apiKey must be a public key (pk_...): a secret key on a page belongs to everybody' });

    const apiBaseUrl = trimmed(options.apiBaseUrl || defaults.api);
    const checkout = new URL(trimmed(options.checkoutBaseUrl || defaults.checkout));
    const language = options.language || ((document.documentElement.lang || navigator.language).startsWith('th') ? 'th' : 'en');
    const word = words[language];
    const label = options.label || (options.amount ? `${word.pay} ${new Intl.NumberFormat('th-TH', { style: 'currency', currency: 'THB' }).format(options.amount)}` : word.pay);

    // A shadow keeps the page's style out and ours in; the element may be rendered again.
    const shadow = place.shadowRoot || place.attachShadow({ mode: 'open' });
    shadow.replaceChildren();
    // Inserted by the script's own hand, so that a strict policy of the page for styles does not refuse it; older browsers take an element.
    if (shadow.adoptedStyleSheets) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      shadow.adoptedStyleSheets = [sheet];
    } else make('style', shadow, style);
    const button = make('button', shadow, label);
    const complaint = make('p', shadow);
    complaint.setAttribute('role', 'alert');
    let transactionId = options.transactionId;
    let told = '';

    const tell = (state: string) => {
      if (told === state) return;
      told = state;
      const payment = { transactionId: transactionId! };
      if (state === 'paid') options.onPaid?.(payment);
      if (state === 'expired') options.onExpired?.(payment);
      if (state === 'failed' || state === 'cancelled') fail({ code: `PAYMENT_${state.toUpperCase()}`, message: `the payment is ${state}` });
    };

    const showModal = (url: URL) => {
      const dialog = make('dialog', shadow);
      // First, so that it has the focus: keys pressed in the frame do not come out, and Escape must close.
      const close = make('button', dialog, word.close);
      const frame = make('iframe', dialog);
      const impatient = setTimeout(() => location.assign(url), FRAME_MS);
      const hear = ({ origin, source, data }: MessageEvent) => {
        // Only the payer page in our own frame is believed, and only about this payment.
        if (origin !== checkout.origin || source !== frame.contentWindow || data?.transactionId !== transactionId) return;
        clearTimeout(impatient);
        tell(String(data.paygate));
      };
      addEventListener('message', hear);
      frame.title = label;
      frame.allow = 'clipboard-write; web-share';
      frame.src = `${url.href}&host=${encodeURIComponent(location.origin)}`;
      close.onclick = () => dialog.close();
      dialog.onclose = () => {
        clearTimeout(impatient);
        removeEventListener('message', hear);
        dialog.remove();
        button.focus();
        options.onClose?.();
      };
      dialog.showModal();
    };

    button.onclick = async () => {
      button.disabled = true;
      button.textContent = word.busy;
      complaint.textContent = '';
      try {
        transactionId ||= await openSession(options, apiBaseUrl);
        const url = new URL(`${checkout.href.replace(/\/$/, '')}/pay/${encodeURIComponent(transactionId)}?lang=${language}`);
        if (options.mode === 'redirect' || location.origin === 'null') location.assign(url);
        else showModal(url);
      } catch (cause) {
        complaint.textContent = word.failed;
        fail(isProblem(cause) ? cause : { code: 'NETWORK_ERROR', message: String(cause) });
      }
      button.disabled = false;
      button.textContent = label;
    };
  };
  Object.assign(window, { PayGate: { renderButton } });
}
