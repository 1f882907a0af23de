/*
 * Creates, updates and deletes a custom resource as CloudFormation does, in an account with stubs of the AWS services.
 * Arguments: the script, "empty", "existing" or "unsuitable" (what the account has before), the resource's properties (JSON).
 * Prints each call that changes the account, and each answer: status, physical id, Id.
 */
const Module = require('module');
const [script, before, properties] = process.argv.slice(2);

let present = before !== 'empty';
const changed = (call, now) => (input) => {
  console.log(`${call} ${JSON.stringify(input)}`);
  if (now && present) {
    throw Object.assign(new Error('There is one already'), { name: 'ResourceConflictException' });
  }
  present = now;
  return {
    DetectorId: 'made', MonitorArn: 'made', OpenIDConnectProviderArn: 'made', accounts: [{ accountId: 'made' }],
  };
};
const known = () => (present === true && before === 'existing' ? 'theirs' : 'made');
const provider = 'theirs:oidc-provider/issuer.example';

const answers = {
  ListDetectors: () => ({ DetectorIds: present ? [known()] : [] }),
  CreateDetector: changed('CreateDetector', true),
  DeleteDetector: changed('DeleteDetector', false),
  DescribeHub: () => {
    if (!present) {
      throw Object.assign(new Error('Not subscribed'), { name: 'InvalidAccessException' });
    }
    return { HubArn: known() };
  },
  EnableSecurityHub: changed('EnableSecurityHub', true),
  DisableSecurityHub: changed('DisableSecurityHub', false),
  BatchGetAccountStatus: () => ({ accounts: [{ accountId: known(), state: { status: present ? 'ENABLED' : 'DISABLED' } }] }),
  Enable: changed('Enable', true),
  Disable: changed('Disable', false),
  GetAnomalyMonitors: ({ NextPageToken }) => (NextPageToken
    ? { AnomalyMonitors: present ? [{ MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE', MonitorArn: known() }] : [] }
    : { AnomalyMonitors: [{ MonitorType: 'CUSTOM', MonitorArn: 'custom' }], NextPageToken: 'next' }),
  CreateAnomalyMonitor: changed('CreateAnomalyMonitor', true),
  DeleteAnomalyMonitor: changed('DeleteAnomalyMonitor', false),
  ListOpenIDConnectProviders: () => ({
    OpenIDConnectProviderList: [{ Arn: 'other:oidc-provider/other.example' }, ...(present ? [{ Arn: provider }] : [])],
  }),
  GetOpenIDConnectProvider: () => ({ ClientIDList: before === 'existing' ? ['others', 'sts'] : ['others'] }),
  CreateOpenIDConnectProvider: changed('CreateOpenIDConnectProvider', true),
  DeleteOpenIDConnectProvider: changed('DeleteOpenIDConnectProvider', false),
};

class Client {
  async send({ name, input }) {
    return answers[name](input);
  }
}
const client = new Proxy({}, {
  get: (target, name) => (name.endsWith('Client') ? Client : class {
    constructor(input) {
      this.name = name.replace(/Command$/, '');
      this.input = input;
    }
  }),
});
const load = Module._load;
Module._load = (name, ...rest) => (name.startsWith('@aws-sdk/client-') ? client : load(name, ...rest));

let id;
global.fetch = async (url, { method, body }) => {
  const answer = JSON.parse(body);
  id = answer.PhysicalResourceId;
  console.log(`${method} ${url} ${answer.Status} ${id} ${answer.Data.Id}`);
  return { ok: true };
};

const { handler } = require(script);

(async () => {
  for (const RequestType of ['Create', 'Update', 'Delete']) {
    await handler({
      RequestType, ResponseURL: 'answer', PhysicalResourceId: id, ResourceProperties: JSON.parse(properties),
    });
  }
})();
