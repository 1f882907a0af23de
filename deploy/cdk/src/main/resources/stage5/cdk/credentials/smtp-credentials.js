// SMTP credentials of Amazon SES: an access key of USER, and the password derived from it for this region.
// https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
const { createHmac } = require('crypto');
const iam = require('@aws-sdk/client-iam');
const users = new iam.IAMClient();

function password(secretAccessKey) {
  const steps = ['11111111', process.env.AWS_REGION, 'ses', 'aws4_request', 'SendRawEmail'];
  const sign = (key, step) => createHmac('sha256', key).update(step).digest();
  return Buffer.concat([Buffer.from([4]), steps.reduce(sign, `AWS4${secretAccessKey}`)]).toString('base64');
}

// The current key stays valid until the rotation after this one, because a service reads the next key at its next start.
async function next({ username }) {
  const UserName = process.env.USER;
  const { AccessKeyMetadata: known } = await users.send(new iam.ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of known.filter((one) => one.AccessKeyId !== username)) {
    await users.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  const { AccessKey: made } = await users.send(new iam.CreateAccessKeyCommand({ UserName }));
  return { username: made.AccessKeyId, password: password(made.SecretAccessKey) };
}
