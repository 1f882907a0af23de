-- Puts a value in the place of each lease that is still the caller's, and ends the lease where there is no value.
-- ARGV: the caller's lease, the values' life in milliseconds, then the value of each key or ''
for i, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then
    local value = ARGV[2 + i]
    if value == '' then
      redis.call('DEL', key)
    else
      redis.call('SET', key, value, 'PX', ARGV[2])
    end
  end
end
return redis.status_reply('OK')
