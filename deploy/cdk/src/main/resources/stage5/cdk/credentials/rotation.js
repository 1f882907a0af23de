// Secrets Manager's rotation protocol. next(value) returns the value after the current one.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
const sm = require('@aws-sdk/client-secrets-manager');
const ssm = require('@aws-sdk/client-ssm');
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
  if (Step === 'finishSecret') {
    if (!is(ClientRequestToken, 'AWSCURRENT')) {
      await client.send(new sm.UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: ClientRequestToken,
        RemoveFromVersionId: Object.keys(stages).find((version) => is(version, 'AWSCURRENT')),
      }));
    }
    await Promise.all(process.env.REGIONS.split(',').map((region) => publish(region, ClientRequestToken)));
  }
};

// The next deployment of a service sees that the parameter has changed, and lets it read the new value.
async function publish(region, Value) {
  const parameters = new ssm.SSMClient({ region });
  const Name = process.env.VERSION_PARAMETER;
  try {
    await parameters.send(new ssm.GetParameterCommand({ Name }));
  } catch (error) {
    if (error.name === 'ParameterNotFound') {
      return; // the stack of that region has not been deployed yet, and is to create it
    }
    throw error;
  }
  await parameters.send(new ssm.PutParameterCommand({ Name, Value, Overwrite: true }));
}

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
