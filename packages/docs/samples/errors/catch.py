# python3 catch.py
import os
from PayGate import PayGate, PayGateError

paygate = PayGate(os.environ['PAYGATE_SECRET_KEY'])

try:
    paygate.create_payment(amount=100.005)
except PayGateError as error:
    if error.code == 'INVALID_AMOUNT':
        print('ask for another amount:', error.message)
    else:
        print(error.status, error.code, 'request', error.request_id)
