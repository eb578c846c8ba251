import type { StoreErrorCode } from '../db/errors.ts';
import type { ErrorCode } from './contract/errors.ts';
import type { ErrorNotice } from './contract/notice.ts';

/** Why there is no window to say it in: what happened, and what to do now. */
const sentences: Readonly<Record<StoreErrorCode, string>> = {
  'store/no-key':
    'Không lấy được khóa của kho dữ liệu từ kho khóa của hệ điều hành.\nĐăng nhập lại vào máy để mở kho khóa. Nếu vẫn không được, gọi quản trị viên; không xóa tệp nào.',
  'store/wrong-key': 'Khóa không mở được kho dữ liệu trên máy này.\nGọi quản trị viên; không xóa tệp nào.',
  'store/damaged': 'Kho dữ liệu bị hỏng.\nGọi quản trị viên để phục hồi từ bản sao; không xóa tệp nào.',
  'store/foreign': 'Tệp dữ liệu không phải kho của trạm này.\nGọi quản trị viên; không xóa tệp nào.',
  'store/newer': 'Kho dữ liệu thuộc phiên bản mới hơn của phần mềm.\nCài phiên bản mới rồi mở lại.',
  'store/full': 'Đĩa đã đầy.\nGiải phóng dung lượng rồi mở lại; dữ liệu đã lưu vẫn an toàn.',
  'store/read-only': 'Không ghi được vào kho dữ liệu.\nGọi quản trị viên để kiểm tra quyền ghi của thư mục.',
  'store/busy': 'Kho dữ liệu đang được chương trình khác sử dụng.\nĐóng chương trình đó rồi mở lại.',
};

const otherwise =
  'Trạm không khởi động được.\nMở lại; nếu vẫn không được, gọi quản trị viên và đọc mã sự cố.';

/** What the officer reads when the station cannot start. */
export function startupFailure({ code, incident }: ErrorNotice): { title: string; text: string } {
  const known: Partial<Record<ErrorCode, string>> = sentences;
  return { title: 'Trạm thu nhận căn cước', text: `${known[code] ?? otherwise}\n\nMã sự cố: ${incident}` };
}
