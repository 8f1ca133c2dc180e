# python3 payout.py
import os
import time
from PayGate import PayGate

paygate = PayGate(os.environ['PAYGATE_SECRET_KEY'])

answer = paygate.create_payout(
    amount=100,
    destination={'bankCode': 'SCB', 'accountNumber': '4190621964', 'accountName': 'เจษฎา'},
    merchant_ref='M01-%d' % time.time(),
    idempotency_key='withdrawal-%d' % time.time(),  # from your own order; the same on every retry
)
print(answer['payout']['merchant_ref'], answer['payout']['status'])
