// Inspector: enabled once per account and region.
const inspector = require('@aws-sdk/client-inspector2');
const client = new inspector.Inspector2Client();

const service = {
  find: async () => {
    const { accounts } = await client.send(new inspector.BatchGetAccountStatusCommand({}));
    return accounts.find(({ state }) => ['ENABLED', 'ENABLING'].includes(state.status))?.accountId;
  },
  create: async ({ ResourceTypes }) => {
    const { accounts } = await client.send(new inspector.EnableCommand({ resourceTypes: ResourceTypes }));
    return accounts[0].accountId;
  },
  remove: (id, { ResourceTypes }) => client.send(new inspector.DisableCommand({ resourceTypes: ResourceTypes })),
};
