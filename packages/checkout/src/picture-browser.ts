// Fetched and run by the payer's page each time the payer saves the QR: a picture for the banking app's gallery, with shop, amount and time limit.
{
  const WIDTH = 720;
  const HEIGHT = 1_040;
  const QR = 600;

  const draw = (): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d')!;
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    const write = (text: string, size: number, y: number) => {
      pen.font = `${size > 30 ? 700 : 400} ${size}px ${getComputedStyle(document.body).fontFamily}`;
      pen.fillText(text, WIDTH / 2, y, WIDTH - 60);
    };
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.fillStyle = '#0a3a6b';
    pen.fillRect(0, 0, WIDTH, 84);
    pen.textAlign = 'center';
    pen.imageSmoothingEnabled = false;
    pen.fillStyle = '#fff';
    write('THAI QR PAYMENT', 34, 54);
    pen.fillStyle = '#14213a';
    pen.drawImage(document.querySelector('img')!, (WIDTH - QR) / 2, 290, QR, QR);
    const [shop, sum, ...more] = [...document.querySelectorAll('[data-draw]')].map((part) => part.textContent);
    write(shop!, 40, 150);
    write(sum!, 76, 244);
    more.forEach((line, index) => write(line, 28, 934 + index * 44));
    return canvas;
  };

  // On a phone the share sheet is the way into the gallery; elsewhere the picture is downloaded.
  draw().toBlob((blob) => {
    const file = new File([blob!], `qr-${document.body.dataset['id']!.slice(-6)}.png`, { type: 'image/png' });
    if (matchMedia('(pointer:coarse)').matches && navigator.canShare?.({ files: [file] })) {
      navigator.share({ files: [file] }).catch(() => {});
    } else {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = file.name;
      link.click();
    }
  });
}
