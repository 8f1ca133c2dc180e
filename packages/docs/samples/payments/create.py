# python3 create.py
import os
import time
from PayGate import PayGate

paygate = PayGate(os.environ['PAYGATE_SECRET_KEY'])

payment = paygate.create_payment(
    amount=250,
    order_id='ORD-%d' % time.time_ns(),
    description='Two coffees',
    expiry_minutes=30,
    return_url='https://shop.example.com/thanks',
    metadata={'customerId': 'u_123'},
)
transaction = payment['transaction']
if transaction['qrCode'] is not None:
    print('show this picture:', transaction['qrCode'][:30])
for bank in payment['paymentAccounts']['bankAccounts']:
    print('or transfer to', bank['bankName'], bank['accountNumber'])
print('or send the payer to', transaction['checkoutUrl'])
