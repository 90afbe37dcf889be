import { Route, Routes } from 'react-router-dom';
import { PreviewPage } from './PreviewPage';
import { QueuePage } from './QueuePage';
import { ReviewPage } from './ReviewPage';
import { StepsPage } from './StepsPage';

/** Our pages under the menu's “Approval”. */
export default function ApprovalPages() {
  return (
    <Routes>
      <Route index element={<QueuePage />} />
      <Route path="steps" element={<StepsPage />} />
      <Route path=":type/:document/:language" element={<ReviewPage />} />
      <Route path=":type/:document/:language/preview" element={<PreviewPage />} />
    </Routes>
  );
}
