"""Writes history.json beside this file, by a second implementation that shares nothing with the Rust one.

Needs nothing but Python 3: SHA-256 is the one of hashlib; SCALE is written out below. The values are pinned: a change here is
a change of what is on chain.
"""
import hashlib
import json
import pathlib
import struct

sha = lambda b: hashlib.sha256(b).digest()
hx = lambda b: '0x' + b.hex()
u32 = lambda n: struct.pack('<I', n)
u64 = lambda n: struct.pack('<Q', n)
text = lambda s: bytes([len(s) << 2]) + s.encode()  # shorter than 64 bytes
option = lambda b: b'\0' if b is None else b'\1' + b

DOMAIN = b'counterfoil/audit/v1'
SUBJECTS = ['Did', 'DataSet', 'Submission', 'Grant', 'Certificate']
MODULES = ['Did', 'Devices', 'Sponsorship', 'DataRegistry', 'Validation', 'Certification', 'DataAccess',
           'DataMarket', 'DataEscrow']

def subject_bytes(kind, id):
    return bytes([SUBJECTS.index(kind)]) + (id if kind == 'Did' else u64(id))

def history(kind, id, entries):
    subject = subject_bytes(kind, id)
    digest = sha(DOMAIN + subject)
    shown = dict(
        subject={kind: hx(id) if kind == 'Did' else str(id)}, scale_subject=hx(subject), start=hx(digest), entries=[])
    for number, (block, moment, module, event, actor) in enumerate(entries):
        event_digest = sha(event)
        entry = u64(block) + u64(moment) + bytes([MODULES.index(module), event[0]]) + option(actor) + event_digest
        digest = sha(DOMAIN + digest + u64(number) + entry)
        shown['entries'].append(dict(
            number=str(number), block=str(block), moment=str(moment), module=module, event_scale=hx(event),
            event=event[0], actor=None if actor is None else hx(actor), event_digest=hx(event_digest),
            scale=hx(u64(number) + entry), digest=hx(digest)))
    return shown

did = bytes(range(1, 33))
actor = bytes([0xA5] * 32)
registered = bytes([4]) + did + actor
g = dict(about='Histories of subjects as the audit pallet chains them, and the bytes of sponsored calls. Bytes are 0x and '
               'hexadecimal digits, numbers of 64 bits are decimal texts. Recomputed by nothing but SHA-256 and SCALE.')
g['histories'] = [
    history('Did', did, [
        (7, 1795305600000, 'Did', registered, actor),
        (7, 1795305600000, 'Devices', bytes([0, 1, 2, 3]), did),
        (1 << 40, 1795391999999, 'DataAccess', bytes([255]), None)]),
    history('Submission', 5, [(8, 1795305602000, 'DataRegistry', bytes([2]) + u64(5), actor)]),
    history('Grant', (1 << 64) - 1, []),
]

def sponsored(nonce, sponsor, valid_from, valid_until, version, call):
    genesis = bytes(range(32))
    body = did + option(sponsor) + u64(valid_from) + u64(valid_until) + u32(version) + sha(call)
    message = text('counterfoil/sponsored-call/v1') + genesis + u64(nonce) + body
    return dict(genesis=hx(genesis), did=hx(did), nonce=str(nonce), sponsor=None if sponsor is None else hx(sponsor),
                valid_from=str(valid_from), valid_until=str(valid_until), transaction_version=version, call=hx(call),
                call_digest=hx(sha(call)), message=hx(message))

remark = bytes([0, 0, 5 << 2]) + b'hello'
g['sponsored_calls'] = [
    sponsored(0, actor, 1795305600000, 1795305660000, 1, remark),
    sponsored((1 << 64) - 1, None, 0, (1 << 64) - 1, 7, remark),
]
path = pathlib.Path(__file__).with_name('history.json')
path.write_text(json.dumps(g, indent='\t', ensure_ascii=False) + '\n')
