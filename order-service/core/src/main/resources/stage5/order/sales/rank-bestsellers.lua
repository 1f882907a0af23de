-- Returns sku, pieces sold and name of the products of one shard, those with the most sales first.
--
-- KEYS: bestsellers, names. ARGV: the number of products.
local ranked = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1, 'WITHSCORES')
local products = {}
for i = 1, #ranked, 2 do
  products[#products + 1] = ranked[i]
  products[#products + 1] = ranked[i + 1]
  products[#products + 1] = redis.call('HGET', KEYS[2], ranked[i])
end
return products
