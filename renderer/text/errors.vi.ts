import type { ErrorCode } from '../../main/contract/errors.ts';

/** What happened, and what to do now. The frame adds the incident number. */
export interface ErrorText {
  readonly what: string;
  readonly todo: string;
}

/** Every code an officer can meet; a code without a sentence does not compile. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  'card/no-reader': {
    what: 'Không thấy đầu đọc thẻ',
    todo: 'Cắm lại cáp USB; trạm tự nhận. Vẫn điền được bằng QR',
  },
  'card/service-down': {
    what: 'Dịch vụ thẻ của máy không chạy',
    todo: 'Trạm đang chờ dịch vụ. Sau 30 giây chưa được thì báo quản trị viên',
  },
  'card/no-card': { what: 'Chưa có thẻ trên đầu đọc', todo: 'Đặt thẻ nằm phẳng giữa đầu đọc; trạm tự đọc' },
  'card/removed': { what: 'Thẻ bị nhấc ra khi đang đọc', todo: 'Đặt lại đúng thẻ đó; trạm tự đọc tiếp' },
  'card/swapped': {
    what: 'Thẻ này không phải thẻ đã đọc của hồ sơ',
    todo: 'Đặt lại thẻ của công dân hoặc mở hồ sơ mới',
  },
  'card/in-use': { what: 'Thẻ đang do chương trình khác dùng', todo: 'Đóng chương trình đó rồi đọc lại' },
  'card/mute': {
    what: 'Thẻ không trả lời',
    todo: 'Lau mặt thẻ, đặt giữa đầu đọc. Vẫn không được thì dùng QR',
  },
  'card/unknown': {
    what: 'Đây không phải thẻ căn cước có chip',
    todo: 'Kiểm tra lại thẻ; CMND thì nhập tay',
  },
  'card/wrong-key': {
    what: 'Chip từ chối thông tin mở khóa',
    todo: 'Kiểm tra số thẻ, ngày sinh, ngày hết hạn, hoặc nhập ba dòng MRZ ở mặt sau',
  },
  'card/tries-used': {
    what: 'Đã thử đủ số lần cho phép',
    todo: 'Nhấc thẻ ra, đặt lại rồi nhập ba dòng MRZ ở mặt sau. Vẫn không được thì điền bằng QR',
  },
  'card/data-invalid': {
    what: 'Dữ liệu trong chip sai cấu trúc',
    todo: 'Đọc lại một lần. Vẫn vậy thì nhập theo giấy tờ và báo chỉ huy',
  },
  'card/session-broken': { what: 'Phiên đọc chip bị hỏng', todo: 'Nhấc thẻ ra, đặt lại rồi đọc lại' },
  'finger/no-scanner': { what: 'Không thấy máy quét vân tay', todo: 'Cắm lại cáp USB; trạm tự nhận' },
  'finger/unplugged': {
    what: 'Mất kết nối máy quét vân tay',
    todo: 'Cắm lại rồi nhấn F8. Các ngón đã thu vẫn còn',
  },
  'finger/not-placed': { what: 'Chưa thấy ngón tay trên mặt kính', todo: 'Mời công dân đặt tay rồi nhấn F8' },
  'finger/incomplete': {
    what: 'Ảnh vân tay truyền về không đủ',
    todo: 'Nhấn F8 thu lại. Lặp lại thì đổi cổng USB',
  },
  'finger/busy': { what: 'Máy quét vân tay đang bận', todo: 'Chờ lượt đang thu xong rồi nhấn F8' },
  'finger/fault': {
    what: 'Máy quét vân tay báo lỗi',
    todo: 'Rút ra, cắm lại. Vẫn lỗi thì báo quản trị viên',
  },
  'finger/untrusted': {
    what: 'Không xác nhận được máy quét vân tay này',
    todo: 'Không thu bằng máy này; báo quản trị viên',
  },
  'iris/no-scanner': { what: 'Không thấy máy quét mống mắt', todo: 'Cắm lại cáp USB; trạm tự nhận' },
  'iris/unplugged': {
    what: 'Mất kết nối máy quét mống mắt',
    todo: 'Cắm lại rồi nhấn F8. Ảnh đã thu vẫn còn',
  },
  'iris/not-seen': {
    what: 'Chưa thấy mắt trong khung hình',
    todo: 'Mời công dân nhìn thẳng vào máy, mở to mắt rồi nhấn F8',
  },
  'iris/incomplete': {
    what: 'Ảnh mống mắt truyền về không đủ',
    todo: 'Nhấn F8 thu lại. Lặp lại thì đổi cổng USB',
  },
  'iris/busy': { what: 'Máy quét mống mắt đang bận', todo: 'Chờ lượt đang thu xong rồi nhấn F8' },
  'iris/fault': {
    what: 'Máy quét mống mắt báo lỗi',
    todo: 'Rút ra, cắm lại. Vẫn lỗi thì báo quản trị viên',
  },
  'iris/untrusted': {
    what: 'Không xác nhận được máy quét mống mắt này',
    todo: 'Không thu bằng máy này; báo quản trị viên',
  },
  'face/no-scanner': {
    what: 'Không thấy máy quét khuôn mặt',
    todo: 'Cắm lại cáp USB, hoặc chụp bằng máy ảnh',
  },
  'face/unplugged': {
    what: 'Mất kết nối máy quét khuôn mặt',
    todo: 'Cắm lại rồi thu lại, hoặc chụp bằng máy ảnh',
  },
  'face/not-seen': {
    what: 'Chưa thấy khuôn mặt trong khung hình',
    todo: 'Mời công dân nhìn thẳng vào máy rồi thu lại',
  },
  'face/incomplete': {
    what: 'Ảnh khuôn mặt truyền về không đủ',
    todo: 'Thu lại. Lặp lại thì đổi cổng USB',
  },
  'face/busy': { what: 'Máy quét khuôn mặt đang bận', todo: 'Chờ lượt đang thu xong rồi thu lại' },
  'face/fault': {
    what: 'Máy quét khuôn mặt báo lỗi',
    todo: 'Chụp bằng máy ảnh. Vẫn lỗi thì báo quản trị viên',
  },
  'face/untrusted': {
    what: 'Không xác nhận được máy quét khuôn mặt này',
    todo: 'Không thu bằng máy này; báo quản trị viên',
  },
  'device/restarted': {
    what: 'Bộ phận thiết bị vừa khởi động lại',
    todo: 'Thu lại lượt đang dở. Không mất dữ liệu đã lưu',
  },
  'device/cancelled': { what: 'Đã dừng lượt đang thu', todo: 'Nhấn F8 để thu lại' },
  'store/no-key': {
    what: 'Không lấy được khóa mở kho dữ liệu',
    todo: 'Đăng nhập đúng tài khoản máy của trạm hoặc báo quản trị viên',
  },
  'store/wrong-key': {
    what: 'Khóa không mở được kho dữ liệu',
    todo: 'Ngừng dùng trạm, không cài lại; báo quản trị viên',
  },
  'store/damaged': {
    what: 'Kho dữ liệu có phần bị hỏng',
    todo: 'Ngừng dùng trạm, không cài lại; báo quản trị viên cứu dữ liệu',
  },
  'store/foreign': {
    what: 'Tệp kho dữ liệu không phải của trạm này',
    todo: 'Không xóa tệp; báo quản trị viên',
  },
  'store/newer': {
    what: 'Kho dữ liệu thuộc phiên bản mới hơn',
    todo: 'Cập nhật phần mềm. Dữ liệu còn nguyên',
  },
  'store/full': {
    what: 'Ổ đĩa đầy, chưa nhận được hồ sơ mới',
    todo: 'Nối mạng để gửi bớt. Hồ sơ đã lưu vẫn an toàn',
  },
  'store/read-only': {
    what: 'Không ghi được vào ổ đĩa',
    todo: 'Báo quản trị viên. Hồ sơ đã lưu vẫn an toàn',
  },
  'store/busy': { what: 'Trạm đang mở ở một cửa sổ khác', todo: 'Dùng cửa sổ đó, hoặc đóng nó rồi mở lại' },
  'rpc/malformed': {
    what: 'Màn hình và trạm không hiểu nhau',
    todo: 'Mở lại màn hình. Không mất dữ liệu đã lưu',
  },
  'rpc/unknown-call': {
    what: 'Trạm không biết việc này',
    todo: 'Mở lại màn hình; vẫn vậy thì báo quản trị viên',
  },
  'rpc/invalid-input': { what: 'Trạm không nhận giá trị này', todo: 'Kiểm tra lại điều vừa nhập' },
  'rpc/too-large': { what: 'Ảnh hoặc tệp quá lớn', todo: 'Chụp lại với độ phân giải thấp hơn' },
  'rpc/closed': { what: 'Mất liên lạc với trạm', todo: 'Mở lại màn hình. Không mất dữ liệu đã lưu' },
  'rpc/cancelled': { what: 'Đã dừng', todo: 'Làm lại nếu cần' },
  'camera/none': { what: 'Không thấy máy ảnh', todo: 'Cắm máy ảnh; hình tự hiện' },
  'camera/unplugged': { what: 'Mất kết nối máy ảnh', todo: 'Cắm lại; hình tự hiện' },
  'camera/in-use': {
    what: 'Máy ảnh đang do chương trình khác dùng',
    todo: 'Đóng chương trình đó; hình tự hiện',
  },
  'camera/denied': {
    what: 'Máy tính không cho trạm dùng máy ảnh',
    todo: 'Báo quản trị viên bật quyền máy ảnh',
  },
  'camera/black': {
    what: 'Hình máy ảnh đen',
    todo: 'Mở nắp ống kính, bật đèn hoặc chọn máy khác',
  },
  'camera/frozen': {
    what: 'Hình máy ảnh đứng yên',
    todo: 'Trạm đang mở lại. Vẫn đứng thì rút, cắm lại',
  },
  'officer/not-signed-in': { what: 'Chưa đăng nhập', todo: 'Đăng nhập để tiếp tục. Hồ sơ đang làm đã lưu' },
  'officer/wrong-password': {
    what: 'Cán bộ hoặc mật khẩu không đúng',
    todo: 'Thử lại. Sai 5 lần thì tài khoản tạm khóa',
  },
  'officer/locked': { what: 'Tài khoản tạm khóa', todo: 'Chờ 2 phút, hoặc nhờ chỉ huy mở khóa' },
  'officer/not-supervisor': {
    what: 'Tài khoản này không phải của chỉ huy',
    todo: 'Mời chỉ huy chọn đúng tên mình và nhập mật khẩu',
  },
  'application/unknown': { what: 'Không thấy hồ sơ này trên trạm', todo: 'Quay lại danh sách và tìm lại' },
  'application/erased': {
    what: 'Nội dung hồ sơ đã xóa khi hết thời hạn lưu',
    todo: 'Tra cứu tại hệ thống trung tâm bằng số biên nhận',
  },
  'application/not-draft': {
    what: 'Hồ sơ đã niêm phong, không sửa được',
    todo: 'Cần thay đổi thì lập bản bổ sung',
  },
  'application/incomplete': { what: 'Hồ sơ còn mục chưa đủ', todo: 'Chọn từng mục còn thiếu để bổ sung' },
  'application/field-invalid': {
    what: 'Giá trị vừa nhập không hợp lệ',
    todo: 'Kiểm tra lại số và ngày trên thẻ',
  },
  'application/duplicate': {
    what: 'Số này đang có hồ sơ chưa giải quyết',
    todo: 'Mở hồ sơ đó, hoặc xin chỉ huy cho phép',
  },
  'fingers/nothing-to-keep': {
    what: 'Lượt này không có ảnh nào để giữ',
    todo: 'Thu lại; ngón không thu được thì nhấn F9 ghi tình trạng',
  },
  'iris/nothing-to-keep': {
    what: 'Mắt này không có ảnh nào để giữ',
    todo: 'Thu lại; mắt không thu được thì nhấn F9 ghi tình trạng',
  },
  'papers/unreadable': { what: 'Ảnh giấy tờ vừa chụp không đọc được', todo: 'Nhấn F8 chụp lại' },
  'portrait/unreadable': { what: 'Ảnh vừa chụp không đọc được', todo: 'Nhấn F8 chụp lại' },
  'portrait/nothing-to-keep': {
    what: 'Ảnh chân dung này đã đạt, hoặc còn lượt chụp lại',
    todo: 'Chụp lại; hết số lượt mà vẫn chưa đạt thì giữ ảnh và ghi lý do',
  },
  'qr/not-card': { what: 'Mã này không phải mã trên thẻ căn cước', todo: 'Quét mã QR trên thẻ của công dân' },
  'qr/garbled': { what: 'Chữ trong mã bị sai dấu', todo: 'Tắt bộ gõ tiếng Việt rồi quét lại' },
  'mrz/invalid': {
    what: 'Ba dòng MRZ chưa đúng',
    todo: 'Nhập lại ba dòng, mỗi dòng 30 ký tự, ở mặt sau thẻ',
  },
  'print/failed': { what: 'Chưa tạo được bản in', todo: 'Thử lại. Hồ sơ không bị ảnh hưởng' },
  'signature/no-sheet': {
    what: 'Phiếu CC01 của bản này chưa được in hoặc chưa cho công dân xem',
    todo: 'In lại hoặc cho xem lại CC01, rồi mời công dân ký',
  },
  'signature/too-short': {
    what: 'Chữ ký quá ngắn hoặc chỉ là một chấm',
    todo: 'Xóa, rồi mời công dân ký lại đủ nét',
  },
  'signature/signer-unclear': {
    what: 'Chưa rõ ai ký',
    todo: 'Chọn người ký; ký thay hoặc điểm chỉ thì ghi rõ ai, vì sao',
  },
  'signature/other-application': {
    what: 'Trang này không phải CC01 của hồ sơ đang mở',
    todo: 'Lấy đúng trang CC01 của công dân này rồi chụp lại',
  },
  'signature/older-revision': {
    what: 'Trang này là bản CC01 cũ, thông tin đã đổi sau khi in',
    todo: 'In bản hiện tại, mời công dân ký lại rồi chụp',
  },
  'signature/other-page': {
    what: 'Trang này không có ô chữ ký',
    todo: 'Chụp trang cuối của CC01, trang có chữ ký',
  },
  'signature/nothing-to-keep': {
    what: 'Chưa có ảnh trang ký nào để giữ',
    todo: 'Nhấn F8 chụp trang ký',
  },
  'signature/page-needed': {
    what: 'Quy định yêu cầu có ảnh trang ký',
    todo: 'Nhấn F8 chụp trang ký, hoặc mời công dân ký trên bảng',
  },
  'line/down': {
    what: 'Chưa kết nối được trung tâm',
    todo: 'Hồ sơ đã lưu an toàn trên trạm và tự gửi khi có đường truyền',
  },
  'line/untrusted': {
    what: 'Máy chủ trả lời không phải trung tâm',
    todo: 'Trạm không gửi gì. Báo quản trị viên',
  },
  'line/proxy': {
    what: 'Máy chủ trung gian (proxy) không cho trạm đi qua',
    todo: 'Hồ sơ vẫn ở hàng đợi. Báo quản trị viên kiểm tra proxy',
  },
  'line/damaged': {
    what: 'Dữ liệu bị hỏng trên đường truyền',
    todo: 'Không cần làm gì; trạm tự gửi lại. Nếu lặp lại, báo quản trị viên',
  },
  'centre/not-registered': {
    what: 'Trung tâm chưa nhận trạm này',
    todo: 'Hồ sơ vẫn ở hàng đợi. Báo quản trị viên đăng ký trạm',
  },
  'centre/stale-key': {
    what: 'Trung tâm đã đổi khoá mã hoá',
    todo: 'Không cần làm gì; trạm tự mã hoá lại và gửi tiếp. Nếu lặp lại, báo quản trị viên',
  },
  'centre/unavailable': {
    what: 'Trung tâm đang bận hoặc bảo trì',
    todo: 'Không cần làm gì; trạm tự thử lại',
  },
  'centre/unexpected-answer': {
    what: 'Trung tâm trả lời không đúng quy ước',
    todo: 'Hồ sơ vẫn ở hàng đợi và tự gửi lại',
  },
  'centre/rejected': { what: 'Trung tâm trả lại hồ sơ', todo: 'Mở hồ sơ, bổ sung và niêm phong bản mới' },
  'centre/conflict': {
    what: 'Dữ liệu ở trung tâm khác hồ sơ này',
    todo: 'Mở hàng đợi, đối chiếu hai bên rồi quyết định',
  },
  'centre/bad-receipt': {
    what: 'Biên nhận của trung tâm không hợp lệ',
    todo: 'Hồ sơ vẫn ở hàng đợi. Báo quản trị viên',
  },
  'transfer/not-approved': {
    what: 'Trạm kia chưa được phép chuyển hoặc nhận hồ sơ',
    todo: 'Xin giấy phép còn hiệu lực của cơ quan quản lý trạm',
  },
  'transfer/not-for-us': {
    what: 'Tệp hồ sơ này dành cho trạm khác',
    todo: 'Mang tệp đến đúng trạm nhận, hoặc xuất lại cho trạm này',
  },
  'transfer/unreadable': {
    what: 'Tệp hồ sơ chuyển trạm bị hỏng hoặc không đúng nguồn',
    todo: 'Chép lại tệp từ trạm gửi rồi nhập lại; hồ sơ ở trạm gửi còn nguyên',
  },
  'queue/not-possible': {
    what: 'Trạng thái hồ sơ vừa thay đổi, việc này không còn làm được',
    todo: 'Xem lại trạng thái mới của hồ sơ rồi chọn việc khác',
  },
  'trust/unreadable': {
    what: 'Tệp này không phải gói chứng thư tin cậy',
    todo: 'Gói đang dùng vẫn còn. Lấy lại tệp từ nơi phát hành',
  },
  'trust/not-signed': {
    what: 'Gói chứng thư không do cơ quan phát hành ký',
    todo: 'Trạm không cài gói này. Báo quản trị viên',
  },
  'trust/rolled-back': {
    what: 'Gói chứng thư không mới hơn gói đang dùng',
    todo: 'Gói đang dùng vẫn còn. Lấy gói mới nhất từ nơi phát hành',
  },
  'station/clock-wrong': {
    what: 'Đồng hồ của trạm lệch với trung tâm',
    todo: 'Báo quản trị viên chỉnh giờ. Giờ in trên giấy có thể sai',
  },
  'station/space-low': {
    what: 'Ổ đĩa sắp đầy',
    todo: 'Làm việc tiếp; báo quản trị viên trong hôm nay',
  },
  'station/unexpected': {
    what: 'Trạm gặp sự cố ngoài dự kiến',
    todo: 'Thử lại; vẫn vậy thì đọc mã sự cố cho quản trị viên',
  },
};
