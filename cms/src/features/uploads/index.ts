/** What may be uploaded and how much, what is in it, whose it is, and who can open it. */
export { announceScanner } from './clamav';
export { hashUploads } from './hash-uploads';
export { clearIncoming } from './incoming';
export { sweepOrphans } from './orphans';
export { stampUploads } from './owner';
export { namesPlace } from './photo-place';
export { receiveUploads } from './receive';
export { isUploadRoute } from './routes';
export { bearSlowLines } from './slow-lines';
export { guardStorage, guardTitles } from './store';
export { turnPhotosUpright } from './upright';
