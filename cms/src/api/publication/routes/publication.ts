// The builder's token is checked in the controller; Strapi's own API tokens open nothing here.
const config = { auth: false };

export default {
  routes: [
    { method: 'GET', path: '/export', handler: 'publication.export', config },
    { method: 'GET', path: '/export/revision', handler: 'publication.revision', config },
    { method: 'GET', path: '/export/files/:file', handler: 'publication.file', config },
    { method: 'POST', path: '/export/report', handler: 'publication.report', config },
  ],
};
