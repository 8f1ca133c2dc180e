# python3 order.py
import os
import time
from PayGate import PayGate

paygate = PayGate(os.environ['PAYGATE_SECRET_KEY'])

payment = paygate.create_payment(
    amount=100.37,
    order_id='ORD-%d' % time.time_ns(),
    metadata={'memberName': 'นาย ทองดี ใจงาม'},
)
print('created', payment['transaction']['orderId'])
print('payer page', payment['transaction']['checkoutUrl'])

paygate.sandbox_pay(payment['transaction']['id'])  # plays the payer
print('paid at the sandbox bank')
