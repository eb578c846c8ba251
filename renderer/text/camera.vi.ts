/** The station's camera. `{…}` is filled in by `fill`. */
export const cameraText = {
  open: 'Máy ảnh',
  title: 'Máy ảnh của trạm',
  which: 'Dùng máy ảnh',
  unnamed: 'Máy ảnh {n}',
  none: 'Không thấy máy ảnh nào. Cắm máy ảnh; máy tự hiện ở đây',
  size: 'Độ phân giải',
  sizes: '{width} × {height}',
  now: 'Hình đang nhận: {width} × {height}. Trạm nhớ lựa chọn này cho lần sau',
  done: 'Xong',
} as const;
