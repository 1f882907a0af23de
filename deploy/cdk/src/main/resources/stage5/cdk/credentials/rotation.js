// Secrets Manager's rotation protocol. next(value) returns the value after the current one.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
const sm = require('@aws-sdk/client-secrets-manager');
const client = new sm.SecretsManagerClient();

exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
  const { VersionIdsToStages: stages } = await client.send(new sm.DescribeSecretCommand({ SecretId }));
  const is = (version, stage) => (stages[version] ?? []).includes(stage);
  if (Step === 'createSecret' && !(await isStored(SecretId, ClientRequestToken))) {
    const present = await client.send(new sm.GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }));
    const SecretString = JSON.stringify(await next(JSON.parse(present.SecretString)));
    await client.send(new sm.PutSecretValueCommand(
      { SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }));
  }
  if (Step === 'finishSecret' && !is(ClientRequestToken, 'AWSCURRENT')) {
    await client.send(new sm.UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: ClientRequestToken,
      RemoveFromVersionId: Object.keys(stages).find((version) => is(version, 'AWSCURRENT')),
    }));
  }
};

// A retried step finds its earlier result.
async function isStored(SecretId, VersionId) {
  try {
    await client.send(new sm.GetSecretValueCommand({ SecretId, VersionId, VersionStage: 'AWSPENDING' }));
    return true;
  } catch (error) {
    if (error.name === 'ResourceNotFoundException') {
      return false;
    }
    throw error;
  }
}
