"""Writes golden.json beside this file, by a second implementation that shares nothing with the Rust one.

Needs nothing but Python 3: SHA-256 is the one of hashlib; ChaCha20 (RFC 8439), the tree of RFC 9162, base58btc,
base32 and SCALE are written out below. The values are pinned: a change here is a change of what is on chain.
"""
import hashlib
import json
import pathlib
import struct

sha=lambda b: hashlib.sha256(b).digest()
hx=lambda b: '0x'+b.hex()
u64=lambda n: struct.pack('<Q',n)
def compact(n):
    if n<64: return bytes([n<<2])
    if n<1<<14: return struct.pack('<H',(n<<2)|1)
    if n<1<<30: return struct.pack('<I',(n<<2)|2)
    raise ValueError
B58='123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
def b58(b):
    n=int.from_bytes(b,'big'); s=''
    while n: n,r=divmod(n,58); s=B58[r]+s
    return '1'*(len(b)-len(b.lstrip(b'\0')))+s
B32='abcdefghijklmnopqrstuvwxyz234567'
def cid(b):
    raw=bytes([1,0x55,0x12,0x20])+sha(b)
    bits=''.join(f'{x:08b}' for x in raw); bits+='0'*(-len(bits)%5)
    return 'b'+''.join(B32[int(bits[i:i+5],2)] for i in range(0,len(bits),5))
def rotl(x,n): return ((x<<n)|(x>>(32-n)))&0xffffffff
def chacha(key,nonce,data):
    out=b''
    for ctr in range((len(data)+63)//64):
        st=list(struct.unpack('<4I',b'expand 32-byte k'))+list(struct.unpack('<8I',key))+[ctr]+list(struct.unpack('<3I',nonce))
        w=st[:]
        def qr(a,b,c,d):
            w[a]=(w[a]+w[b])&0xffffffff; w[d]=rotl(w[d]^w[a],16)
            w[c]=(w[c]+w[d])&0xffffffff; w[b]=rotl(w[b]^w[c],12)
            w[a]=(w[a]+w[b])&0xffffffff; w[d]=rotl(w[d]^w[a],8)
            w[c]=(w[c]+w[d])&0xffffffff; w[b]=rotl(w[b]^w[c],7)
        for _ in range(10):
            qr(0,4,8,12);qr(1,5,9,13);qr(2,6,10,14);qr(3,7,11,15)
            qr(0,5,10,15);qr(1,6,11,12);qr(2,7,8,13);qr(3,4,9,14)
        ks=struct.pack('<16I',*[(a+b)&0xffffffff for a,b in zip(w,st)])
        out+=bytes(x^y for x,y in zip(data[ctr*64:],ks))
    return out
# RFC 8439 A.1 test vector 1: key 0, nonce 0, counter 0
assert chacha(bytes(32),bytes(12),bytes(64)).hex().startswith('76b8e0ada0f13d90405d6ae55386bd28')
leafh=lambda b: sha(b'\0'+b)
nodeh=lambda l,r: sha(b'\1'+l+r)
def root(h):
    if not h: return sha(b'')
    if len(h)==1: return h[0]
    k=1
    while k*2<len(h): k*=2
    return nodeh(root(h[:k]),root(h[k:]))
def path(m,h):
    if len(h)==1: return []
    k=1
    while k*2<len(h): k*=2
    return path(m,h[:k])+[root(h[k:])] if m<k else path(m-k,h[k:])+[root(h[:k])]
def fp(leaves):
    return dict(leaves=str(len(leaves)),bytes=str(sum(map(len,leaves))),root=hx(root(list(map(leafh,leaves)))))
def fptext(f): return f"fp:rfc9162-sha256:{f['leaves']}:{f['bytes']}:{f['root'][2:]}"
genesis=bytes(range(32))
g={}
g['about']="Values that the chain, its clients and its tests must agree on. Bytes are 0x and hexadecimal digits, numbers of 64 bits are decimal texts. Recomputed by nothing but SHA-256, ChaCha20 (RFC 8439), base58btc, base32 and SCALE."
keys=[('Ed25519',0,bytes([0x11]*32)),('Sr25519',1,bytes(range(32))),('EcdsaSecp256k1',2,bytes.fromhex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'))]
g['did']=[]
for name,i,k in keys:
    enc=bytes([i])+k; d=sha(b'counterfoil/did/v1'+enc)
    g['did'].append(dict(algorithm=name,key=hx(k),scale_key=hx(enc),id=hx(d),id_text=b58(d),genesis=hx(genesis),did=f"did:counterfoil:{genesis[:16].hex()}:{b58(d)}"))
def signing(domain,nonce,body): return compact(len(domain))+domain.encode()+genesis+u64(nonce)+body
account=bytes([0xd4]*32); ids=[bytes.fromhex(x['id'][2:]) for x in g['did']]
leaves=[b'',b'\0',b'\x10',b' !',b'time,flow\n',b'2026-11-22T00:00:00Z,1.25\n',bytes(range(200))]
F=fp(leaves)
fpscale=bytes([0])+bytes.fromhex(F['root'][2:])+u64(int(F['leaves']))+u64(int(F['bytes']))
sub=u64(7)+sha(b'schema')+fpscale+u64(1795305600000)+u64(1795391999999)
sb=[]
def add(purpose,domain,nonce,fields,body):
    m=signing(domain,nonce,body)
    sb.append(dict(purpose=purpose,domain=domain,genesis=hx(genesis),nonce=str(nonce),**fields,body=hx(body),message=hx(m),sha256=hx(sha(m))))
add('StakeholderRegistration','counterfoil/stakeholder-registration/v1',0,dict(account=hx(account),roles=['Supplier','Validator']),account+bytes([0b10001]))
add('DeviceConsent','counterfoil/device-consent/v1',0,dict(owner=hx(ids[1]),metadata=hx(sha(b'flow meter'))),ids[1]+sha(b'flow meter'))
base=dict(data_set='7',schema=hx(sha(b'schema')),fingerprint=fptext(F),**{'from':'1795305600000','to':'1795391999999'})
add('Submission','counterfoil/submission/v1',1,dict(**base,corrects=None),sub+b'\0')
add('Submission','counterfoil/submission/v1',2**64-1,dict(**base,corrects='300'),sub+b'\1'+u64(300))
g['signing_bytes']=sb
hs=list(map(leafh,leaves))
proofs=[list(map(hx,path(i,hs))) for i in range(7)]
g['fingerprint']=dict(leaves=list(map(hx,leaves)),leaf_hashes=list(map(hx,hs)),roots=[hx(root(hs[:n])) for n in range(8)],proofs=proofs,count=F['leaves'],bytes=F['bytes'],root=F['root'],scale=hx(fpscale),text=fptext(F))
g['cid']=[dict(blob=hx(b),digest=hx(sha(b)),text=cid(b)) for b in (b'',b'hello world',bytes(range(256)))]
assert g['cid'][0]['text']=='bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
def env(structure,fmt,schema,subject,seq,salt,payload):
    S=['record','series','document']; E=['json','csv','cbor','binary']
    leaf=bytes([1,S.index(structure),E.index(fmt)])+schema+subject+u64(seq)+salt+compact(len(payload))+payload
    j=dict(format=fmt,length=len(payload),payload=hx(payload),salt=hx(salt),schema=hx(schema),sequence=str(seq),structure=structure,subject=b58(subject),version=1)
    return dict(structure=structure,format=fmt,schema=hx(schema),subject=hx(subject),sequence=str(seq),salt=hx(salt),payload=hx(payload),leaf=hx(leaf),leaf_hash=hx(leafh(leaf)),json=json.dumps(j,separators=(',',':'),sort_keys=True))
g['envelope']=[
 env('record','json',sha(b'schema'),ids[0],0,bytes(16),b'{"flow":1.25,"time":1795305600000}'),
 env('series','csv',sha(b'schema'),ids[1],2**64-1,bytes(range(16)),b'time,flow\n'*10),
 env('document','binary',bytes(32),bytes(32),2**53+1,bytes([255]*16),b''),
]
key=bytes(range(100,132))
parts=[leaves[3:],leaves[5:]]   # two parts: 4 and 2 leaves
flat=[l for p in parts for l in p]
enc=lambda i,d: chacha(key,bytes(4)+u64(i),d)
ct=[enc(i,l) for i,l in enumerate(flat)]
cr=root(list(map(leafh,ct)))
def proof(i,flatct):
    n=0
    for p in parts:
        if i-n<len(p): return dict(index=str(i),ciphertext=hx(flatct[i]),ciphertext_path=list(map(hx,path(i,list(map(leafh,flatct))))),leaf=hx(leafh(p[i-n])),leaf_path=list(map(hx,path(i-n,list(map(leafh,p))))))
        n+=len(p)
def scale_proof(p):
    b=lambda s: bytes.fromhex(s[2:])
    return hx(u64(int(p['index']))+compact(len(b(p['ciphertext'])))+b(p['ciphertext'])+compact(len(p['ciphertext_path']))+b''.join(map(b,p['ciphertext_path']))+b(p['leaf'])+compact(len(p['leaf_path']))+b''.join(map(b,p['leaf_path'])))
cheat=[bytes(c) for c in ct]
wrong=flat[4][:-1]+bytes([flat[4][-1]^1]) if flat[4] else b'x'
cheat[4]=enc(4,wrong)
guilty=proof(4,cheat); innocent=proof(4,ct)
guilty['scale']=scale_proof(guilty); innocent['scale']=scale_proof(innocent)
ks=[]
for i in (0,1,2**32,2**64-1):
    ks.append(dict(index=str(i),keystream=hx(chacha(key,bytes(4)+u64(i),bytes(130)))))
g['exchange']=dict(genesis=hx(genesis),key=hx(key),
 commitments=[dict(agreement=str(a),commitment=hx(sha(b'counterfoil/key-commitment/v1'+genesis+u64(a)+key))) for a in (0,1,2**64-1)],
 keystreams=ks,
 parts=[fptext(fp(p)) for p in parts],plaintext=list(map(hx,flat)),leaf_hashes=list(map(hx,map(leafh,flat))),
 ciphertext=list(map(hx,ct)),ciphertext_root=hx(cr),
 cheating=dict(index='4',ciphertext_root=hx(root(list(map(leafh,cheat)))),proof=guilty,verdict='Guilty'),
 honest=dict(index='4',ciphertext_root=hx(cr),proof=innocent,verdict='Innocent'))
pathlib.Path(__file__).with_name('golden.json').write_text(json.dumps(g, indent='\t') + '\n')
