// The order of characters: CLDR 48's root collation, which is English's as well.
//
// Made of code points in base 36, each counted from the one before it; a point and a number say how many more follow it. Han, Tangut,
// Nushu and Khitan, which are ordered by their code points, and what decomposes are not here.

/** One of each group of characters that only accents, case and width tell apart, in order. */
const HEADS = `
  9.4 3c 68z.1 -6bt 1r -1e 125 2uu 1gg -nu.1 1ch3 -1avy 2.3 2sl.1 -2qw 2r4 -18 15 t cf k 34 2j 17si -1hfl 93c -2 f b
  2.1 -836 4v.1 2m.1 b0 362 6 rue 7j 6g 13fm -1qxi 14qs.1 -1e6j 15s 56c 2qu nup -nu5 -93j 11r 45 6d.5 88.e 277 2.3
  wu.1 -1rl 1qa p3 s4q -t0c.2 sg7 -wyb 3k 90y -83b il 3ez 2joa -2om7 3k 8z3 12 -83a 5d 6i 2fy 15q 3w5.1 nx0 6g sa k7m
  16os -2iaq 2qj -92i 4pf -3e5 19.1 2g0 wx 6 -bf z2 3h9 5 8i c ngj 7j 6d 12pu pv fev -26cd -9cb 8ze 2 -79r.1 vhl.1
  -rro.1 rp6.1 -soy.1 su1 -u79.1 1hl.1 k3.3 4z -g h -g s55.1 44.2 41 6z inf.1 168.1 3c.1 3k.1 3n.1 36.1 bf.1 3a.1 ae.1
  3i.1 6y.1 ef l9.1 ld.1 eui.1 lb.1 -1uk1.1 -4f6 1gab -1g40 6v 1s4 h1 8 1bq.1 8r 11 -10 y.1 s3n.5 4.3 -kb h9 irc kj.5
  t2.4 19.3 8l.1 3l 3s m.1 5m wl eg 14h.1 25.a -1ed6.1 2.6 2q4.3 g -8x 3 7u 17ae -1mn.2 il 1d 11r 5e9.4 29p.1 -1o0b
  6c2.1 -6c8 3t g -43.1 1e 2 u 2 2wt.3 1ge.1 1wp.1 jm.3 1dd.1 -3e.l -cz.1 w.9 -3r.d 1al.3 4.1 2.1 f.1 3.9 18.7 bw.9
  3.7 14ir.1 -17op 2so -va.3 -850 902 -8zn 68l 2rm -e -933 -m 6ck 3 -544 vly -wuc 19 92m -944 6ck 2rs -94f 2 18l 53a
  -55z 560 -55z 55i.1 2s5.2 j -2sp.1 4 s 9.1 -r 3 34e 1m -35x 3 4 l -k g -f.1 2pq.1 5.2 3 3.8 4.1 3.1 11.4 nqu -vtw.1
  4 2n 2 3 3 90.3 9d 336 1e8w.c -1h4s vig.2 2 mis.9 -1hxo 3d 3e av d a8 2j b.1 uwz.1 -usb.6 5i.1 -5i 2.5 37 25.2 5.1
  1gmd.7 2c.2 2.4 cu.1 -1elw.2 -2cz.3 1hl.2 jq.6 6.1 er.7 3ah oas.1 -rqx.3 rvz 4w.1 3h hzn 256.4 -16l.5 3 3jf.2 -3d8
  -56 35.6 4j.3 10f.1 54.1 2g -6 k 2 2l.3 be.1 39 d -c.1 c 2 2x 6z 3.j 30 3a aq 7e 4d e7 ta euw.4 9 fd 8c.1 lbh.4 29g
  -2nxb -2 gr 58 -57 8.d 3.3 xat.1 -xat.1 7.1 6.8 2.g 39t.9 t47.x 2v.2 r5 1fh1.3 2.6 2.1 -2d72 r6 7f.1 3e 2oko.1
  -2okj.1 5r b 1cd6.f a6.f 1t.1 1j.7 1a.2 3bm.7 -1ftc 1c16.g -1c5o ec ae 3n.5 2 1ihn.7 5.g -1ieq 5s 16 ujz.3 b.1 2
  -u9k.2 g 2.2 3.5 l 2 2 3q.7 2.5 2.1 6.3 1at k3 -1pe.1 ue0.2 lhi -1e1r.v 9u.9 a.8 -5ar 2q2u -2q2p 2q67 -2js9 4 c 3.1
  6.1 4 2 2 2 5 c 7.3 6 2 3 1n.1 5 2 -1 2.6 3.h 2.t 4.1f 2.3 2.1 2 -5xz 5y0.3 -6p2 1h7n -1h3x 1y -w -4b.2 32 -1c 16
  -14 6ms -cg 1av1 -1aik.2 -cx cy.5 -5jp 5jq -5jp 5jq.6 2 2.4 3 3.f 2.1 2.1 2 2.l 2 2.9 6.1 3.1 3.5 3.1 3.1 3.x 5.c
  -a9 aa.y 5.5 5.p 5.s 3.72 n.a 52.73 2bcx.5x 11.2 4.c3 7.m g.g 8pc.42 2.2j b -2ku2.1b 9.1g 4.p 7.33 2inb.p -2inz.w
  1f4.1 -1f4.1y 19.1c 3.u b.f 75.3m n.1q 5.v 3.d 2.2u 4.2s 2.46 3.3t 6e.5 -yy.73 -hh.5 -2n.7 7t5.1r 24u9.2e -1nt2.1i
  i9d.8 1m.g 3.2 2.c 4 1c.18 1a3.1 jic.3 6 nbe -3jz.37 1p.6t b.12 -2cah.2 2caj.f -g h.z d.2 n.1 8.t 5.c 7.15 m.1t 4
  -4a1 9hs 3m k2.17 5.2r d.e 3.e 2.e 2.10 1sb.2f 9.d -1uo.2 2m.2 6p.5 4b.lb ld.73 35.c 4.a 4.1k 2 5.f 3.b 5.9 -zc.60
  4.g 4.c 4.61 7.b 5 g.b 5.1j 9.9 7.13 9.t 3.b 5.1 f.8 -6hk.e7 1k.3 1f.7 2.d 2.1 -2c9i.f ds -1b.11 -dd e.1 d n 7.1
  9d.1 6m 14l9 -1e0c.1 1b4 yd 3k 1sh k0 sa0 n 3u 31 m.1 jgb ij7.1 nax.1 14y -2eoe 2 2 2w 2n.1 -9jt -2 -3i 3j 2 yy 3g
  dv.1 dv.1 8 6u v2f -uv3 1ihw.3 -1i1t 1wc 2ip0 -2gyn.6 3.g 2iuv -2iuu.7 -6fl.1 79p -j.1 2j08 -2j07.6 -79d 79e 2izy -5
  -1 -2q95 9w7 2gcx -2q93 9w7 2gcz -2q95 2q97 -2gd0 -9w6 9w7 2gd2 -2q98 2q96 -2gcz -9w6 9w7 2gcw -2q92 1x7.5 ah.5
  uyh.5 -uv9.2 1iha.k -1i7w.6 i.8 16i.a 2ro.2 4.2 1ash.l -18jl 16at.1 1y1.3 -2cv.z d.1 3.3 2.5 2.7 9.i 2.4 j 9r.h 60.2
  x5.1 1a.2 26.2 an w.1 -aw.2 -5a.4 i6.2 31.3 t.3 1a.2 oj.4 18.2 39.2 1gv.1 -1cw.a -17l.4 3kr.9 -22q.a 1di.8 ga1.6
  mh.9 jsn.9 n.9 51j.14 b.2 4.1 2e.z a.6 -18xg.6 3.z -1k 1l.9 -1v 586.1 13.e ykh.8 -2k9c 6i4 qg6 1t97 -2q3s 5pr r4y
  -r4x r53 -rb1 31h -2xi rak -rei.1 s33 -xcx.1 xcv -rz4 -5dq xea -xs2 fr -7t 5gv -18 2x raj -r9z -5d9 -5s wtu -x1u
  2q7i.1 -2kjy -5ag wnr.1 1pjd -2mc5 5p 65r qez -wyj d0 2z xc3 -xc1 -1 2m3y 7 -2gwk.1 req -rbv k -5d7.1 2m6m -2gt0
  -5j9 45 wnk -r0y -5yy 5nm s2z.1 -xd8 5e3 rz6 -p18 -8ez 8f2 -8bm 5do -5dm 5dk -5dn 2 2 5dk -3w -59n.1 1o -1i -e6 g3
  2pre -1t9f sl -po -raj k -5io 69o qlp -x3o x2i -wog 2m5c -1osr -xck -3h 5ge -5cz 1n 5b0 2gsr -1pj7 -wm4 -5c -8r
  2q7y.2 -2psc -7b wsg -wmn 8aq e oe8 -5r -wjk 2c 2 -gk 2q76 9 -2q1v 8p wpg -7 -rfy -59d 5cj 2gtb -2gsk raf -wno 5cj
  -5qq ct 5ar -5a9 2c -1q 11 -ex 5nk 3d -5ij 8gh o9j 2 2 1pku -2m3p 2m42 -2mjo 61b 2k6m -2prz.1 -c wiw -raz rb1 -wq7
  8g7 -8ae xcd.1 -xcd 2m54 f -1ot8 -rzm -5co 2m61 -1pjs 1pj7 -2m71 wn2 -wlg 2m53 -1pj8 2i -wu8 6r 2m48 -2mjd 5nk 2q n
  -5cl xc9 -n1 2 -3w -wzp 2q7b.1 -2psy 5af -19 2q -5by -5w ws3 -r9m -5ck 2m5w -2m7m xdy -qv -wtl xkh 1ot4 -d -2mjc 6c
  2q10 -1t8o -rb4 2 s30 -xc7 59a s31.1 -2 3.1 -s35 s2z 1ot9 -2m6f 5a4 2 s31 -rzc s0b -t1 -rav.1 31f -8at wk6 -wk4 wn4
  -wpg 5bm -5np 2q70 -2jtx -pb 2t r84 -r8g n -5ib wq6 2 4n -wp0 8an -8p2 co wom -2g 2 -wjd -2d -7n -5i xqr -xc5 xc6
  -s31 -5ak 5d1 -5bt 59d -59c 2m4u -2m4t 8am -2y8 -5cd.1 2m5n -1otb -xcb 5bp 2gtf -2m53 xc8.1 2.2 -xcb xd3 1orx
  -1pk0.1 -p -wyy 2q6y t -i -2q49 wuq 49 3 -rbt m -5c8 2m5j -b -2m73 wpk -r3v.1 -5ju xca -s02 d -5im 63.1 2m4l.1 -2mjc
  fo 5aq -5h8 xih -xc0 2m40 5 -1pmb -r9q -5h0 8hr -2y9 -5hm 2 63 2m5e -x -2m6r wn5 -wkw 2m4m -2mjc 2q7q -i -2kjh s36
  -s35.1 25 s11.1 -xc8 xc6 -pi -raz r rzt -pf -wnu 21.1 -1s wp7 -rff -59r q 5bp -5qh 2q7q -i -1t89 -rb5 rb3 -r83 -5c1
  89y 3 -2nr -5m9 -et 2q6w -2kj2 30y -89y -et 5qt s09.3 -6.2 -xr0 eu -1s -4b 5sb rq3 -xfh -bn 7n 5g5 -5f0 5hc o -5ex
  2z.1 -29 8bw oaf -wk1 58x -5ey 2man -2gse -5i8 61 -b9 wyd -32 2 -wq0 wt2 -30 s7.1 2 -s8 2 2 9 -wql wog 2 2 -wp3 l
  -1k 7j -2a 3i -4 1e -1c wh1 2x 3 -wl6 wmy -wls 2 57n.1 r9c -whw.1 -c 2m48 -2ma6.3 2m9z -2m43 2m48 -2m47 k.1 78.2 50z
  -50y.1 14 -2u 2s -11 -1x 1y.2 1m -1l t -s 50s -50r.4 50o -4z1 -s -6 -o 50o -4z1 -1l -1z -1 2 1z.4 50i -50h x3w -x38
  -32 3p 809 2 2 2 2 1a -18 2 2 2 2 2 27 -17 -y 2 2 w 2 -w 2 2 2 2 2 2 2 2 2 2 e 2 -82m 83t -15 2 2 -82q 2 83w -16
  -82o 82q 2 2 2 2 2 -82y 83n -n -82y 830 2 2 -832 81w 2 16 2 2 -81f 4p -4 -4k.2 2o 2w -2u 2q -5f 5p vwg -w1b w0h -vvk
  -2y -2s v -u 6t vve -vzi -2o w0a -vuk c vua -vzi vzk -vvo vxk -vwi vwc -w23 2b -1h vzl -vzj vzl -w0f 2p 15 -z -2 -2
  3m -4 -68 4xc -4th 2x -s e -5k w0c -vvg c -61 42 vx5 -w16 6k -2n -13 11 2j -3i -23 4x -5p 4r -4q 6e -3i -12 -1t 27
  3s -5y 88k -82w -2q -2x w23 -r9f -4mz -2q vz2 -w1c -o 30 2 vx6 -vyq -1h.1 54 2 -24 8 30 vvy -w1g u vym -vyo -2 -1h
  w0r 1a -vyy vz0 -w22 6e vvq -vz0 l -j vym -vyi 2 -2o -n w27 -w26 w06 -nq8 nrk -w1h w07 -w06.1 1t -16 vzk -w06.1 w07
  2 -w08 5m -50 2 vzm -vzi vzk -vzm vzo -vzk 2 2 2 2 vze -vxy 38 -26 7s1.1b 16gh.11 -1bxh 5kg -5kf 5kg -5kf 5kg -5kf
  5kg -5kf 5kg -5kf 5kg -5kf 5kg -5jp 5kg -5l6 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5ju 5kg -5l1 5kg -5kf
  5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5jz 5kg -5kw 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf
  5kg -5kf 5kg -5kf 5kg -5kf 5kg -5kf 5kg -5ka 5kg -5kl 5kg -5kf 5kg -5kb 5kg -5kf.1 5kg -5kf.2 3 5kg -5kf.1 -2am -1
  2.j j -i.g -19 3b.5 r.1 -r.3 m 3 -n.1 2 2.2 2 2.4 1f6e.l -1es5.n 3.1 -e2 29 -1 2 74.1 8k.1 3 -hx 1z -1y 2b 3 2 5s.5
  97 -96 a0 -t l.1 -i6.2 26.1 2.1 2 ft 7.1 -ic 2f.1 ee -ec 1l -1k ez v 4.1 -ih.1 2b.1 3 5u.1 m.1 3 a -99.1 2g.5 f5
  -f4.2 2m 1g44 -1g15.1 -89.1 2n.8 2e 30 g.1 5 8p 8 7 -hy.1 2u.2 2m 2q h 3 d.1 -95.1 2v eq -ep 2l -5g.1 2v ec -o.1
  1fsn -1g96.1 2u f7 -cn 2p.2 9g -he 2o.1 ex -ew.1 e8 -e7.1 56.1 -6q -19 2t et -es f0 -v g -he 2u.3 5v -5u.1 ee 1frk
  -1g5x e9 o -ew.4 4u -87 gi -gh 87.1 9q -hq 35.3 4y 8s x -hu 80.1 8x -gx 38 eb -ea.1 cz -cy -4 4u.2 80 -g2 3b 3 2 1o
  -16 -3x 3g.7 di -de 4p.1 8i -gy.1 3m.2 2.1 1g52 -1g96.2 -v 9h.2 8z -dk 4o.1 7n -am 2.1 3 -1 2.2 1g -1f.1 2.2 1b
  -1a.3 2.1 15 -13.4 8k.a -16.o -60 p.1 -p.2 p -o.3 r.1 -r t -s.2 g -f c 8.1 -k.1 m -l.1 d.2 -e.6 q -b.a q.t d.1 7cr.b
  17 -16.n k -j.h -5et.f 5f5 -5f4.f 9t 2kj1 -2kj0 2kj1 -2kj0.1 54u -5ep.f 5eb -5ea.7 5e4 ose.5 -u6m.7 5dx -5dw.8 2krs
  -2krq.1 2krq -2krp 2krq -2krp 3.6 2 2.3 3.7 7x 2kj3 -2kj2 2kj3 -2kj2.1 54u -5ct.f 5cf -5ce.7 5c8 -5c7.8 2.3 3.7 5bl
  -5bk.7 5be -5bd.7 5b7 -5b6.8 2kp1 -2koz.1 2koz -2koy 2koz -2koy 3.6 2koa -2ko8 2ko9 -2ko7.1 2ko7 -2ko6 2ko7 -2ko6
  3.e 2.7 59o osm.5 -u2e.n 591 osd.5 -u1i.7 58u -58t.7 58n -58m.8 2kmg -2kme.1 2kme -2kmd 2kme -2kmd 3.7 584.3 -586.7
  57s -57r.7 57l osw.6 -u0m.7 57e -57d.7 u09.6 -u0e.f 1l 2kj7 -2kj6 2kj7 -2kj6.1 -1n.7 1h 2kj5 -2kj4 2kj5 -2kj4.1 54z
  -56i.2 56u.6 2.6 2.6 2.6 2.6 2.6 2fbm -2fbk 2fbl -2fbk 2fbl -2fbk 2fbl -2fbk 2fbl -2fbk 2fbl -2fbk 2fbl -2fbk 2.6
  -77y vjh -vij -32.2 31.4 -34.4 2d -2c 2d -2c.3 vla -vl9.6 2s -2r.4 2l 3 -2n.3 2g -2f 2l -2k.6 2.2 2b -2a.2 23 -22
  2.1 2.4 4 1s 3u4 c.1 rng 9 -vjx -4.1 k 7.1 -o.5 u.1 -u g -f.1 7 -6 vjr -vjq.4 1f 5.6 2d -2c 2d -2a.1 3.h 16 -15.3
  2.6 1s -1q 1r -1n.3 4.7 u.1 -s.1 5 a 11 3c -1 -2y.1 9 -e.1 a 4 2m -2z.1 7 15.1 o -1o.j 2.5 1y -1x 2 3 13 -u.4 5.1
  3.2 3n -23.6 2d -2c 2d -2c 2.2 2.9 2l -2k.b 2.6 2 3.4 -6 a.7 u.1 -u 2.2 2.2 1k.6 2d -2c 2d -2a.1 3.l 2.5 1c -1b 2.1
  2 1o -1n.3 4.7 u.1 -s 6 9.1 3d -23.5 4.2 2.1 -g i 4.1 4.1 4.1 4 2 4.2 2 3 -1 -1 -2 -8 -d q.3 5.4 4.2 5 a 1a.6 2d -2c
  2d -2b.2 2.8 1q -1p.1 1p -1o.b 1h -1f.8 3.1 12 -11.2 -6.1 12 -t.7 u.1 -t.1 3.3 8.1 1b.6 2d -2c 2d -2b.2 2.m 1h -1f.8
  3.1 12 -11.2 -6 17 -x 1g.1 -36 1q.1 2.3 u.1 -t 6.1 8.1 1b.3 2f -2e.2 2d -2c 2d -2b.2 2.3 2y -2x.d 2f -2e.4 2b -2a.5
  12 -11 12 -11 u -s 23 -20.4 -6 23 -22 y -11 9 3 -1l 1m.6 u.1 -t.2 f -a 1k.h 4.n 2.8 2 3.6 9.5 2 2 q -j k -q 2 -h v1k
  5q.q -6y.a 6x.7 -73.4 6 6e.7 b -6v -l2.6 12 -11.3 2.r 2j.1u khr.m 2 2.d 2.8 e -d.4 47.v 7 -6.2 2a m -2f.1b f.2 p
  -15.9 i -h.2 1wh.7 -1wn 1s.1 1r -1q.6 1j -1i.8 2.s i -h.3 2 3f.1a 2.8 2 -2y.3 y.1 -y.2 2 2.3 2.e 2.5 3.1 4o -23.6 2d
  -2c 2d -2a.1 3.l 2.6 2.1 2.4 4 x.1 -x.6 u.1 -s.1 5 a 6 z.2 2 2.3 2 5 2.q 11 -10.5 2 -1 2 2.9 2 c 2 -7 a 3a.1 -22.1g
  j p.1 -p n -16.d 3p -1z.1b l.1 -l.a 3 5 5a.1h 3.1 6 1t.1o 3 5 1o.9 v -1 2 -v.1 19 -18.q 4 3.9 ga.6 3 3.4 1b -1a.2
  2.1 2.d r -q r -q r -q.d 2 6.1 2q.7 3.12 h 2 -i.6 3 a -9.2 3 -dc.1i 3 -8p.4 2.f 2.2 13.6 -12.b -e.2 15t.6 2.1 2.17 4
  2.1 2 5.1 2b -1k.5 2.1 2.10 2.1 2.1 3 p.14 3 -2.1 -1f13.7 10 -z.d 11 -10 j -i 7 -6 7 p -v 7 p -v g -f.1 g -f 4.7
  1c9m.9 2r -2q.1 2q -2p.y -1c.1 1c.1 1s -1r.b 1e -1d.1 1d -1c.2 1l -f -19s.3 2.1 6 4 y -x.2 2.2 2.1 q -p o -n.g 9
  -8.4 e 3i9.8 2.10 i -h.7 2.3 4 -1hdq.1d 2.6 6.5 49 -2l.1 2 2.3 x -w 2 2 29 -2a 2.k 2 2.2 2.7 2.9 3.4 urg.1q 2 2 p.1
  -uqk 28 -11 -16 28 -27 28 -26 28 -27 28 -27 28 -27 28 -26 28 -27 28 -27 28 -27 28 -26 28 -27 28 -27 28 -27 28 -26 28
  -27 28 -27 28 -27 28 -26 28 -27 28 -27 28 -27 28 -26 28 -27 28 -27 28 -27 28 -27 28 -27 28 -1y -9 28 -27 28 -27 28
  -27 28 -27 28 -27 -2w 54 -1c 5 -4 5 -2 3 -5.1 -q.1 e -c 6.3 7 1gnb 13 -12.11 -1d.a 16 j 9.3 6.1 -6 2 -1 2.1 3.1 13
  -12.11 2.1 k 4 d1 w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w -v w
  -v w -v w -v.1 w -v w -v w -v w -v w -v w -v w.5 -1epg.9 1w.2 -1x.g a -9 a -9.7 j -g.f rnv.7 y.3 -10.b k -j.3 h 5 -l
  p.1 -p.1 k -j.1 j.1 -j 5.3 -7.3 5 d -sc3.8 l -k.2 j -i.g 4.b 5.8 -fs.d i -h.7 b.k c.j d.c 2.2 2.1 i5.r 1fid.m -1f7a
  2 3 2 2 2 3 2.2 2 2 2 3 2.1 2.5 2 2.1 2 2 2.3 rwd.z -21.w -u96 39 -38 39 -38 39 ueh -3b -uee ue5 a -uee 2e -2d 37
  ueh -uhn ue3 3l s -uif uho -3c -ub6 uex -ui2 2b ubr 3m -3c -ubv ufy -uie 35 uej -3i -ue5.1 uhn -uhm uhn -uhm uhn -3f
  -ue7 uhn -3f -ue7 2n ub9 c -ue7.2 2x ubk -ueg uhj -32 -ueg 2w uen -ufh -21.1 2v.1 uep -ue9 uai -udt 2w ubi -ued udo
  q -ued 1y -1x x -w uhk 7 -ugu -w 1w -1v w 1x -2 -1c.1 k -1z x ugd -uh9 2q uek -ugf ugg 3 -uhd ue2 -uce.1 i.1 -a
  -1x.4 19.3 -1a.3 2 2f -h 16 -33 1w -1v 5 -4 1w.1 -1w 12.3 -14 2b -27 28 -2b 2z -n -2a 1a 5.1 ubh -ucs.1 15.1 5.4 q 4
  -3 4.1 -4.1 5 b.1 ue8.2 -9.2 jgq t.4 -w.r 6.1 rk.w 10 -z.2 u -t.6 3.2 j.1 -j.1 -1dbo.y 1m -1l.g 3.f d am.t 3.4 c.s
  1u.1 -1u.e 5.p 2f.12 e -d.5 7 o -m.2 5.2 -h.5 f b -a.1 2.5 4.1 4 -3.2 -5 -d 2ixs.u 2.l 9 -1qm6.14 b.3 -d.9 e.d -saw
  2 2 2 2 2.2 2 1e.1 -1e.6 1e -1d.7 11 -10.4 x -w.7 q -p.2 o.1 -o 2.5 2 2.1 3 2 s3k.12 k -j k -i.5 2 8 -6.3 4 -3.1 5
  n5w.c 2.q -16 17.d 4.4 -1fwi.6 -1v -z 2v -2u z p -1n z p l l -15 -1o z -y z q -1o z -y z n -1l.2 x o 14 h -35 x -w x
  q -1m x -w x m 1i -1h -1j x -w.2 1i 1h.1 5 2.1 -37 u o -1h u o -1h u v 7 -s 1b -2e u n d -1t v t -1n 1q -1p u -t 1e
  b -1o t c h l -26.1 o q -1d 1e -n k -1a r k -1a.3 o.1 l s i -h.1 h -g.1 8 8 -f g -f.1 l -k f -e 4 -3.1 f.1 3 -1 q9.z
  2ic3.t 3 -1q4g.27 -tzb.5 1bkr.z -1blm.ai 2 6q -6p.f 6b -6a.7 64.5 -68.g -16 17.5h b.8 fl.1x 1ewr.f -1fem.p 6 2 4 22
  -20 24 -1x.3 1r -1m 2.1 4 3 1g -1e 2 15 -13.3 14 -z 3 4 w -v o -l 2 2.1 k -21 25 -24 25 -2d 1p 3 -17 18 -3.1 3.1
  1cka 2.7 3.4 2.9 2 3.2 2.6 2 2.4 -6q 2.1 2.2 2 2 2 2 2 2.1 2 2 2 2 2 2.4 2 2 2 2.1 2.3 2 2 2 2 2.3 2 2 2 2.1 -keg.c
  7b -7a.h 6u -6t.k 6a -69.j 5r -5q.a 5h -5g.5 5c -5b.1 5b -5a.5 56 -55.10 46 -45.1a 2w -2v.m 2a -29.5 25 -24.6 1z
  -1y.1f 44.27 124x.fs 48.t opf.5g -o6c.v 1o.o -j9l.5 q 7.j 17dr.x 8 -2laj.2m u0y.s -u1p.20 1349.m -134u.2f 132k.1c
  -x4q 2 2 23sr -23sp 2 24 -20 2 1z -1v 2 2 -29 2b 2 2 2 2 2 3 2 2.5 3 3 3 3 3 -1u 1v.4 23z1 -23yz 23z0 -23yy 2.5 2
  23yn -23ym.2 23qn.c -d e.7j -23vd.2 4l -4k y -x.2 10 -z.2 t 3m -4e.2 r -q 4q.1 -4q.6 4f.2 -4g.1 3v -3u.1 3r -3q.6 3y
  -3x 3v.1 -3v.3 4 41.1 ls1.wc 30.3 2 -1 -18.p 2 2 -3 2 o90 -o8y.9 13wp.3 1u -1t.1 2.6 1n -1m.1 1n -1m.2 2.g 2.c l -k
  j -i.5 g -f.4 2.4 c.3 -4 5.4 15 -14.3 13 -12.3 10 -z.4 x -w.7 i 8 -p.4 e -d.1 h -3 -d.9 h.g -h40 -1r.v dy.6 -r.k 8.1
  2.4 -5 6 b 3 -1 -b 3 -4 3 c 3 -4 3 -a 2 -3 2 8 3 -h 3 6 ftc.1b h.1 y.k 6.i n75.18 b.4 j 8y.t j.17 dh.r -18q3.s 4.1c
  18w.p 7.p -195.e h -g.f f.t 66.2f 108x.2y 6.c 4.8 8.9 -10d5.t 2r.13 9.1f 1g.a 2.e 2.6 2.1 4.8 2.p 2.e 259.o hnc.u
  i.26 -flq.w dnk.w 9.3 2.1 2dt.13 4.1 -lm4.b 2.p 2.i 2.1 2.e 3.d z.3e zq.8m a.l b.7 49.5 3 2.17 2.1 4 3 7rl.2o -7f4.s
  4.s 2s.19 2.6 -k5.c 2.8 b 2.2 2.4 2 2 2 2 2.6 2.1 1u.i 2.1 -51.l kr.l b.i e.h un.6 g -f.e -111.7 2.r t8 2 2.1 2.7
  3.1 l -j.1 3.2 m.k 18.h -75.w g -f.7 9 -8 7b.k -2f8.t 3.z 5.7 5kh.gy 36.1 -36.34 3.5f 6f.5f 24d.tr 1d.32y -33t.5
  -8fa.f 2.6 7.1 -x.1 bj5.g6 -dvt
`;

/** The groups of which more is to be said than which letter is the small one of which: in order, an accent apart behind |. */
const GROUPS = `
  '|‘|’|‚|‛|׳ "|“|”|„|‟|⹂|〝|〞|〟|״ 〱|〲 〳|〴 0౸៰༳⓿ 1౹౼፩៱᧚༪⓵❶➀➊ ⓾❿➉➓㉈ 2౺౽፪៲༫⓶❷➁➋ ⓴㉉ 3౻౾፫៳༬⓷❸➂➌ 4፬៴༭⓸❹➃➍ 5፭៵༮⓹❺➄➎
  6፮៶ↅ༯⓺❻➅➏ 7፯៷༰⓻❼➆➐ 8፰៸༱⓼❽➇➑ 9፱៹༲⓽❾➈➒ a\u{363}A|\u{1df2}ꞛꞚ|ꟁꟀ|\u{1dd3} ꜳꜲ𐞀 æ\u{1dd4}Æ \u{1dd5}ꜵꜴ \u{1dd6}ꜹꜸ|ꜻꜺ
  ɑ\u{1de7}Ɑ b\u{1de8}B ꞵ\u{1de9}Ꞵ c\u{368}C|\u{1dd7} d\u{369}D|đĐ|ð\u{1dd9}Ð|\u{1dd8}ꝺꝹ e\u{364}E ə\u{1dea}Ə
  f\u{1deb}F|ꝼꝻ ʩ|𝼀 g\u{1dda}G|ꞡꞠ|\u{1acc}ᵹꝽ ɢ\u{1ddb} h\u{36a}H|ħĦ i\u{365}I ᴉᵎ jJ k\u{1ddc}K|ꞣꞢ l\u{1ddd}L|łŁ
  ʟ\u{1dde} ꬸ\u{1dec} m\u{36b}M ᴍ\u{1ddf} n\u{1de0}N|ꞥꞤ ɴ\u{1de1} o\u{366}O|\u{1df3}ꞝꞜ|øØ|\u{1ded} p\u{1dee}P qQ
  r\u{36c}\u{1dca}R|ꞧꞦ|\u{1acd}ꞃꞂ|\u{1de3}ꝛꝚ ʀ\u{1de2}Ʀ s\u{1de4}S|ꞩꞨ|\u{1de5}|ꞅꞄ|ꟙꟘ ʃ\u{1def}Ʃ
  t\u{36d}T|\u{1ace}ꞇꞆ ƾʦ u\u{367}U|\u{1df4}ꞟꞞ|\u{1df0} v\u{36e}V w\u{1abf}\u{1df1}W|ꟃꟂ ʍ\u{1ac0} x\u{36f}X yY
  z\u{1de6}Z ꝯ\u{1dd2}Ꝯ σΣς а\u{2df6}А б\u{2de0}Б вᲀ\u{2de1}В г\u{2de2}Г|ґҐ дᲁ\u{2de3}Д е\u{2df7}Е є\u{a674}Є
  ж\u{2de4}Ж з\u{2de5}З и\u{a675}И іІ|\u{a676} ꙉ\u{2df8}Ꙉ к\u{2de6}К л\u{2de7}Л м\u{2de8}М н\u{2de9}Н
  оᲂ\u{2dea}ꙩꙫꙭꙮꚙꚛОꙨꙪꙬꚘꚚ п\u{2deb}П р\u{2dec}Р сᲃ\u{2ded}С тᲄᲅ\u{2dee}Т у\u{a677}У ꙋᲈ\u{2df9}Ꙋ ф\u{a69e}Ф
  х\u{2def}Х ѡ\u{a67b}Ѡ ц\u{2df0}Ц ч\u{2df1}Ч ш\u{2df2}Ш щ\u{2df3}Щ ъᲆ\u{a678}Ъ ы\u{a679}Ы ь\u{a67a}Ь
  ѣᲇ\u{2dfa}Ѣ ю\u{2dfb}Ю ꙗ\u{2dfc}Ꙗ ѥ\u{a69f}Ѥ ѧ\u{2dfd}Ѧ ѫ\u{2dfe}Ѫ ѭ\u{2dff}Ѭ ѳ\u{2df4}Ѳ ⰰⰀ ⰱⰁ ⰲⰂ ⰳⰃ ⰴⰄ ⰵⰅ ⰶⰆ
  ⰸⰈ ⰹⰉ ⰺⰊ ⰻⰋ ⰼⰌ ⰽⰍ ⰾⰎ ⰿⰏ ⱀⰐ ⱁⰑ ⱂⰒ ⱃⰓ ⱄⰔ ⱅⰕ ⱆⰖ ⱇⰗ ⱈⰘ ⱋⰛ ⱌⰜ ⱍⰝ ⱎⰞ ⱏⰟ ⱐⰠ ⱑⰡ ⱓⰣ ⱔⰤ ⱖⰦ ⱗⰧ ⱘⰨ ⱙⰩ ⱚⰪ כך מם נן פף צץ
  ءٴࢃࢇ|۽ اࡰࡱࡲࡳࡴࡵࡶࡷࡸࡹࡺࡻࡼࡽࡾࡿࢀࢁࢂࢭ م|۾ وۥࢄ يۦࢅࢆ یࣉ ܒ|ܭ ܓ|ܔ|ܮ ܕ|ܯ ܛ|ܜ ܣܤ ܦ|ܧ ߖ|ߨ ߗ|ߩ ߙ|ߪ ᳩᳪᳫᳬᳮᳯᳰᳱᳺ ꣲꣳꣴꣵꣶꣷ ൎർ
  \u{d4d}\u{d3b}\u{d3c} ᮃᮺ ᮊᮾ ᮙᮿ \u{fad}|\u{fba} \u{fb1}|\u{fbb} ར|ཪ \u{fb2}|\u{fbc} ᯀᯁ ᯂᯃᯄ ᯅᯆ ᯇᯈ ᯉᯊ ᯋᯌᯍ ᯎᯏ ᯒᯓ
  ᯔᯕ ᯖᯗ ᯘᯙᯚ ᯛᯜ ᯞᯟ \u{1be7}\u{1be8} \u{1bea}\u{1beb} \u{1bec}\u{1bed} \u{1bee}\u{1bef} \u{102c}\u{102b}
  ᨦ\u{1a58}\u{1a59} ᨻ\u{1a5a}\u{1a5b} \u{1a63}\u{1a64} ꦫꦬ \u{a9b4}\u{a9b5} ᚠ|ᚡ ᚢ|ᚤ|ᚥ ᚦ|ᚧ ᚨ|ᚩ|ᚬ|ᚭ|ᚮ ᚲ|ᚳ|ᚴ|ᚵ|ᚶ ᚹ|ᛩ
  ᚺ|ᚻ|ᚼ|ᚽ ᚾ|ᚿ|ᛀ ᛁ|ᛂ ᛃ|ᛄ ᛅ|ᛆ ᛈ|ᛕ ᛊ|ᛋ|ᛪ|ᛌ|ᛍ|ᛎ ᛏ|ᛐ|ᛑ ᛒ|ᛓ|ᛔ ᛗ|ᛘ|ᛙ ᛚ|ᛛ ᛜ|ᛝ ᛦ|ᛧ|ᛨ ꕘꘐ ꕪꘑ ꕮꘪ ꖇꘒ ꗑꘫ ぁあァア ぃいィイ ぅうゥウ ぇえェエ
  ぉおォオ ゕかヵカ きキ くㇰク ゖけヶケ こコ さサ しㇱシ すㇲス せセ そソ たタ ちチ っつッツ てテ とㇳト なナ にニ ぬㇴヌ ねネ のノ はㇵハ ひㇶヒ ふㇷフ へㇸヘ ほㇹホ まマ みミ むㇺム めメ
  もモ ゃやャヤ ゅゆュユ ょよョヨ らㇻラ りㇼリ るㇽル れㇾレ ろㇿロ ゎわヮワ ゐヰ ゑヱ をヲ んン ㄅ|ㆠ ㄆㆴ ㄊㆵ ㄍㆻ|ㆣ ㄎㆶ ㄏㆷ ㄐ|ㆢ ㄗ|ㆡ ㄚ|ㆩ ㄛ|ㆧ ㄜㄮ ㆤ|ㆥ ㄞ|ㆮ ㄠ|ㆯ
  ㄧ|ㆪㆳ ㄨ|ㆫ|ㆨ
`;

/** Marks that are accents, in order. */
const MARKS = `
  mq -v.1 -j -1 6 -4 a -2 1k -1m 3 -8 4 1d -h.1 -10 9 9 w 4nc 4bf.1 -8yt -1c 4 6.2 a 6.5 7.1 2.1 3 5 c j 8.1 82 vzg
  -vr3.9 2 7 -1 -5 3 1cgv -1c02 2 3 3 2 2 3.1 -k.1 k -de it -9 -ij it -9 -ij it -9 -ij ie g.1 -iu ie p -j2 ie g -it.4
  a -9.2 iv -iu.5 hx k.1 5 -2.1 -3.1 -i2 1g96 -1g4p v.f 4s.8 298 -1 -1 t5f.1 12pr.4 oy8 6 -3.2 -2mtp -1o 2.1 6z 36.1
  39u s5b -s1t siz imk.2 1ht.1 1qk -2lq 19k -1fno -7.6 3l -6.5 usy 2 -uq0 ueq.2 -u7q 1ht.2 iz.7 -8z.2 1ur9.6 nna.3
  e5.3 -2e9x.5 -31b.2 2.3 4.1 5 5.3
`;

/** Characters that count for nothing. */
const IGNORED = `
  1.7 6.h 2o.5 2.p e iq 8p.1 7c.u e 7.1 1n.5 b.a 2 10 46.7 2.5 3.1 2.3 y 1d 3.1 3.3 4w 46.1 7.5 19.o 8.5 4 2m.1 152.1
  s 2 7.1 1z.1 1r 1ke.1 u 1j.5 hc 6k.8 9p.o c 3.2 lu.4 r.4 1e.4 2.9 2kw nw1.2 ha.h gsv.f i 2.3 2 2.3 2 1w 3w 6y.2 kl
  2e3 2.2 ce g ih.6 4.4 31.1 6dq.g 7.e qx7.3 3ml.19 3.m f3.4 4.l 3.6 v.3 45.2 1j0.1i 5.1d 9 f n.4 2.e 2sh.6
`;

/** The numbers of code points in a text as above. */
function codePoints(text) {
  const points = [];
  let at = 0;
  for (const entry of text.trim().split(/\s+/)) {
    const [step, more] = entry.split(".");
    at += parseInt(step, 36);
    points.push(at);
    for (let i = more === undefined ? 0 : parseInt(more, 36); i > 0; i--) points.push(at += 1);
  }
  return points;
}

const heads = () => codePoints(HEADS);
const groups = () => GROUPS.trim().split(/[ \n]+/);
const marks = () => codePoints(MARKS);
const ignored = () => codePoints(IGNORED);

module.exports = { groups, heads, ignored, marks };
