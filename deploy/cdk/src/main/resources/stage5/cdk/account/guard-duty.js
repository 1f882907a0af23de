// GuardDuty: one detector per account and region.
const gd = require('@aws-sdk/client-guardduty');
const client = new gd.GuardDutyClient();

const service = {
  find: async () => (await client.send(new gd.ListDetectorsCommand({}))).DetectorIds[0],
  create: async ({ Features }) => (await client.send(new gd.CreateDetectorCommand({
    Enable: true,
    FindingPublishingFrequency: 'FIFTEEN_MINUTES',
    Features: Features.map((Name) => ({ Name, Status: 'ENABLED' })),
  }))).DetectorId,
  remove: (DetectorId) => client.send(new gd.DeleteDetectorCommand({ DetectorId })),
};
