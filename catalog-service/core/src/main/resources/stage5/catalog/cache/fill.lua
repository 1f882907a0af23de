-- Replaces each lease that the caller still holds by its value; deletes the lease if the value does not exist.
-- ARGV: the caller's lease, the values' time-to-live in milliseconds, then the value of each key or ''
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
