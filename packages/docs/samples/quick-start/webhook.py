# In a second terminal: python3 webhook.py
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from PayGate import PayGate, PayGateError

with open('webhook.json', encoding='utf-8') as file:
    secret = json.load(file)['secret']


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        raw = self.rfile.read(int(self.headers['Content-Length']))
        try:
            event = PayGate.verify_webhook(raw_body=raw, headers=self.headers, webhook_secret=secret)
        except PayGateError as error:
            self.send_error(401, error.message)
            return
        print('verified', event['event'], event['data']['orderId'], event['data']['amount'], flush=True)
        self.send_response(200)
        self.end_headers()


HTTPServer(('127.0.0.1', {{receiverPort}}), Webhook).serve_forever()
