/*
 * Rotates a secret as Secrets Manager does, with stubs of Secrets Manager, Systems Manager and IAM.
 * Arguments: the script, the first value (JSON), the number of rotations, the regions with a parameter for the version.
 * Runs each step twice, because Secrets Manager may retry it. Prints each new current value, and each deleted access key; with
 * regions, each change of a parameter instead.
 */
const Module = require('module');
const [script, first, times, regions] = process.argv.slice(2);
const print = (line) => regions || console.log(line);

const versions = { first: { value: first, stages: ['AWSCURRENT'] } };
const staged = (stage) => Object.keys(versions).find((id) => versions[id].stages.includes(stage));
const accessKeys = [];
let made = 0;

class Command {
  constructor(input) {
    this.input = input;
  }
}
const commands = (...names) => Object.fromEntries(names.map((name) => [name, class extends Command {}]));

const secretsManager = commands('DescribeSecretCommand', 'GetSecretValueCommand', 'PutSecretValueCommand',
  'UpdateSecretVersionStageCommand');
secretsManager.SecretsManagerClient = class {
  async send(command) {
    const { VersionId, VersionStage, ClientRequestToken, SecretString, VersionStages, MoveToVersionId,
      RemoveFromVersionId } = command.input;
    if (command instanceof secretsManager.DescribeSecretCommand) {
      return { VersionIdsToStages: Object.fromEntries(Object.entries(versions).map(([id, { stages }]) => [id, stages])) };
    }
    if (command instanceof secretsManager.GetSecretValueCommand) {
      const id = VersionId ?? staged(VersionStage);
      if (!versions[id]?.stages.includes(VersionStage)) {
        throw Object.assign(new Error(`No ${id} ${VersionStage}`), { name: 'ResourceNotFoundException' });
      }
      return { SecretString: versions[id].value };
    }
    if (command instanceof secretsManager.PutSecretValueCommand) {
      versions[ClientRequestToken] = { value: SecretString, stages: VersionStages };
      return {};
    }
    const from = versions[RemoveFromVersionId];
    from.stages = from.stages.filter((stage) => stage !== VersionStage);
    versions[MoveToVersionId].stages = [VersionStage];
    return {};
  }
};

const iam = commands('ListAccessKeysCommand', 'DeleteAccessKeyCommand', 'CreateAccessKeyCommand');
iam.IAMClient = class {
  async send(command) {
    const { UserName, AccessKeyId } = command.input;
    if (command instanceof iam.ListAccessKeysCommand) {
      return { AccessKeyMetadata: accessKeys.map((id) => ({ AccessKeyId: id })) };
    }
    if (command instanceof iam.DeleteAccessKeyCommand) {
      accessKeys.splice(accessKeys.indexOf(AccessKeyId), 1);
      print(`${UserName} loses ${AccessKeyId}`);
      return {};
    }
    if (accessKeys.length === 2) {
      throw new Error('A user has two access keys at most');
    }
    const id = `key-${++made}`;
    accessKeys.push(id);
    return { AccessKey: { AccessKeyId: id, SecretAccessKey: `secret of ${id}` } };
  }
};

const ssm = commands('GetParameterCommand', 'PutParameterCommand');
ssm.SSMClient = class {
  constructor({ region }) {
    this.region = region;
  }

  async send(command) {
    const { Name, Value, Overwrite } = command.input;
    if (!(regions ?? '').split(',').includes(this.region)) {
      throw Object.assign(new Error(`No ${Name}`), { name: 'ParameterNotFound' });
    }
    if (command instanceof ssm.PutParameterCommand) {
      if (!Overwrite) {
        throw new Error(`${Name} exists`);
      }
      console.log(`${this.region} ${Name} ${Value}`);
    }
    return {};
  }
};

const load = Module._load;
Module._load = (name, ...rest) =>
  ({ '@aws-sdk/client-secrets-manager': secretsManager, '@aws-sdk/client-ssm': ssm, '@aws-sdk/client-iam': iam })[name] ?? load(name, ...rest);

const { handler } = require(script);

(async () => {
  for (let time = 1; time <= Number(times); time++) {
    const ClientRequestToken = `version-${time}`;
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      await handler({ Step, SecretId: 'secret', ClientRequestToken });
      await handler({ Step, SecretId: 'secret', ClientRequestToken });
    }
    print(versions[staged('AWSCURRENT')].value);
  }
})();
