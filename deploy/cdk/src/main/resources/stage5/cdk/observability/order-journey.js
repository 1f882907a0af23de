/*
 * One customer's journey: sign up, log in, view a product, order it, wait until the order is confirmed.
 *
 * SHOP           the URL of the shop
 * SKU            the product to order
 * PAYMENT_TOKEN  the token for the payment
 * AGENT          the secret of the shop's own agents, which bot control lets through; optional
 *
 * Each run signs up a new customer, so that no password has to be stored; mails go to Amazon SES's mailbox simulator
 * (https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator).
 */
const { randomUUID } = require('crypto');
const { setTimeout: pause } = require('timers/promises');
const synthetics = require('Synthetics');

const ANSWER_MS = 5_000;
const LOOK_AGAIN_MS = 500;
const PATIENCE_MS = 30_000;

async function call(method, path, { body, token, key, expected }) {
  const response = await fetch(new URL(path, process.env.SHOP), {
    method,
    headers: {
      accept: 'application/json',
      ...(process.env.AGENT && { 'stage5-agent': process.env.AGENT }),
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(key && { 'idempotency-key': key }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const text = await response.text();
  if (response.status !== expected) {
    throw new Error(`${method} ${path} answered ${response.status} instead of ${expected}: ${text}`);
  }
  return JSON.parse(text);
}

async function confirmed(order, token) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { status, reason } = await call('GET', `/api/orders/${order}`, { token, expected: 200 });
    if (status === 'confirmed') {
      return;
    }
    if (status !== 'placed') {
      throw new Error(`Order ${order} was ${status}: ${reason}`);
    }
    await pause(LOOK_AGAIN_MS);
  }
  throw new Error(`Order ${order} was not settled within ${PATIENCE_MS} ms`);
}

exports.handler = async () => {
  const email = `success+${randomUUID()}@simulator.amazonses.com`;
  const password = randomUUID();
  const sku = process.env.SKU;
  let token;
  let order;
  await synthetics.executeStep('sign up', () =>
    call('POST', '/api/users', { body: { email, name: 'Canary', password }, expected: 201 }));
  await synthetics.executeStep('log in', async () => {
    token = (await call('POST', '/api/sessions', { body: { email, password }, expected: 201 })).accessToken;
  });
  await synthetics.executeStep('look', () => call('GET', `/api/products/${sku}`, { expected: 200 }));
  await synthetics.executeStep('order', async () => {
    const body = { lines: [{ sku, quantity: 1 }], paymentToken: process.env.PAYMENT_TOKEN };
    order = (await call('POST', '/api/orders', { body, token, key: randomUUID(), expected: 202 })).id;
  });
  await synthetics.executeStep('confirmation', () => confirmed(order, token));
};
