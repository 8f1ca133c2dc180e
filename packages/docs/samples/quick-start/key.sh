export PAYGATE_SECRET_KEY=$(node -p "require('./.paygate/demo.json').secretKey")
mkdir -p ../shop && cd ../shop
