-- Counts sales of one shard, each completely or not at all, and returns for each: 1 if it was counted now, 0 if it was counted
-- before or the generation is lost, -1 if it is so old that its id may be forgotten. A lost generation counts nothing: the
-- generation that replaces it reads all sales from the event store. Hours older than the retention expire immediately.
--
-- KEYS: the marker, bestsellers, names; for each sale the counted ids of its hour, and its hour.
-- ARGV: now, how long ids are remembered after their hour, how long all ids are remembered after the creation of the generation,
--       the tolerance of clocks, how long hours are kept (all in seconds), the number of sales; for each sale the event id, the
--       end of its hour (epoch seconds), the minute of the hour, the orders, pieces, currency, amount, the number of lines; for
--       each line sku, name and quantity.
local created = tonumber(redis.call('GET', KEYS[1]))
local now = tonumber(ARGV[1])
local outcomes = {}
local a = 7
for sale = 1, tonumber(ARGV[6]) do
  local counted, hour = KEYS[2 + 2 * sale], KEYS[3 + 2 * sale]
  local id, hour_end, minute, lines = ARGV[a], tonumber(ARGV[a + 1]), ARGV[a + 2], tonumber(ARGV[a + 7])
  local outcome = 0
  if created then
    local forgotten = math.max(hour_end + tonumber(ARGV[2]), created + tonumber(ARGV[3]))
    if now >= forgotten then
      outcome = -1
    elseif redis.call('SADD', counted, id) == 1 then
      outcome = 1
      redis.call('EXPIREAT', counted, forgotten + tonumber(ARGV[4]))
      redis.call('HINCRBY', hour, minute .. ':orders', ARGV[a + 3])
      redis.call('HINCRBY', hour, minute .. ':pieces', ARGV[a + 4])
      redis.call('HINCRBY', hour, minute .. ':revenue:' .. ARGV[a + 5], ARGV[a + 6])
      redis.call('EXPIREAT', hour, hour_end + tonumber(ARGV[5]))
      for line = a + 8, a + 5 + 3 * lines, 3 do
        redis.call('ZINCRBY', KEYS[2], ARGV[line + 2], ARGV[line])
        local name = redis.call('HGET', KEYS[3], ARGV[line])
        if not name or string.sub(name, 1, #id) < id then
          redis.call('HSET', KEYS[3], ARGV[line], id .. ARGV[line + 1])
        end
      end
    end
  end
  outcomes[sale] = outcome
  a = a + 8 + 3 * lines
end
return outcomes
