import { expect, test } from 'vitest'
import { parseLsof, parseSockets } from './ports.ts'

test('of the tables of the kernel only what listens and loopback reaches counts', () => {
  const line = (local: string, state: string, inode: string) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000 100 0 0 10 0`
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    line('0100007F:1435', '0A', '11'),
    line('00000000:0BB8', '0A', '12'),
    line('0100007F:1436', '01', '13'),
    line('0A00A8C0:1437', '0A', '14'),
    line('00000000000000000000000001000000:1438', '0A', '15'),
    line('00000000000000000000000000000000:1439', '0A', '16'),
    line('B80D01200000000000000000010000000:1440', '0A', '17'),
    line('0000000000000000FFFF00000100007F:1441', '0A', '18'),
    line('0000000000000000FFFF00000A00A8C0:1442', '0A', '19'),
    'rubbish',
    '',
  ].join('\n')
  expect(parseSockets(table)).toEqual([
    { port: 0x1435, address: '127.0.0.1', inode: '11' },
    { port: 0x0bb8, address: '127.0.0.1', inode: '12' },
    { port: 0x1438, address: '::1', inode: '15' },
    { port: 0x1439, address: '127.0.0.1', inode: '16' },
    { port: 0x1441, address: '127.0.0.1', inode: '18' },
  ])
})

test('what lsof prints is read, program by program', () => {
  expect(
    parseLsof(
      'p1\ncnode\nf20\nn*:5173\nf21\nn[::1]:5174\np2\ncpostgres\nf5\nn127.0.0.1:5432\nf6\nn192.168.0.4:22\n',
    ),
  ).toEqual([
    { port: 5173, address: '127.0.0.1', process: 'node' },
    { port: 5174, address: '::1', process: 'node' },
    { port: 5432, address: '127.0.0.1', process: 'postgres' },
  ])
})
