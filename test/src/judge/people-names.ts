/** A piece of a name: Thai, then the ways registries romanise it, the official one first. */
export type Piece = readonly [thai: string, ...latin: string[]];

const pieces = (text: string): readonly Piece[] => text.trim().split(/\s*\n\s*/).flatMap((line) => line.split(/\s*;\s*/)).filter((entry) => entry !== '').map((entry) => entry.split(' ') as unknown as Piece);

export const maleNames = pieces(`
  สมชาย SOMCHAI SOMCHAY; สมศักดิ์ SOMSAK SOMSAKDI; สมบัติ SOMBAT SOMBUT; สมพงษ์ SOMPONG SOMPHONG; สมหมาย SOMMAI SOMMAY; สมบูรณ์ SOMBOON SOMBUN; สมคิด SOMKID SOMKIT; สมเกียรติ SOMKIAT; สมยศ SOMYOT SOMYOS
  ทองดี THONGDEE TONGDEE THONGDI; ทองใส THONGSAI TONGSAI; ทองคำ THONGKHAM TONGKAM; ประสิทธิ์ PRASIT PRASITH; ประเสริฐ PRASERT PRASOET; ประยุทธ์ PRAYUT PRAYUTH; ประวิทย์ PRAWIT PRAVIT; ประพันธ์ PRAPAN PRAPHAN; ประจักษ์ PRACHAK PRAJAK
  วิชัย WICHAI VICHAI; วิรัตน์ WIRAT VIRAT; วิโรจน์ WIROT VIROJ WIROJ; วินัย WINAI VINAI; วิทยา WITTHAYA WITTAYA VITTAYA; วีระ WIRA VEERA WEERA; วีรพล WEERAPON VEERAPOL WIRAPHON; วันชัย WANCHAI VANCHAI; วรวุฒิ WORAWUT VORAVUT
  ณัฐพล NATTHAPHON NATTAPON NUTTAPOL; ณัฐวุฒิ NATTHAWUT NATTAWUT NUTTAWUT; ณรงค์ NARONG; นพดล NOPPADON NOPADOL; นิพนธ์ NIPHON NIPON; นิคม NIKHOM NIKOM; นรินทร์ NARIN; นที NATHI NATEE
  สุรชัย SURACHAI; สุรศักดิ์ SURASAK; สุเทพ SUTHEP SUTEP; สุชาติ SUCHAT; สุพจน์ SUPHOT SUPOJ; สุวิทย์ SUWIT SUVIT; สุริยา SURIYA; สุนทร SUNTHON SUNTORN; สราวุธ SARAWUT SARAVUT; สันติ SANTI; เสกสรรค์ SEKSAN
  ธนา THANA TANA; ธนพล THANAPHON THANAPON TANAPOL; ธนากร THANAKON TANAKORN THANAKORN; ธนวัฒน์ THANAWAT TANAWAT; ธีระ THIRA TEERA; ธีรพงษ์ THEERAPONG TEERAPONG; ธงชัย THONGCHAI TONGCHAI; ธวัชชัย THAWATCHAI TAWATCHAI
  อนุชา ANUCHA; อนันต์ ANAN ANANT; อภิชาติ APICHAT APHICHAT; อภิสิทธิ์ APHISIT APISIT; อดิศักดิ์ ADISAK; อำนาจ AMNAT AMNAJ; อุดม UDOM; เอกชัย EKKACHAI EKACHAI AKACHAI; เอกพล EKKAPHON EKAPOL
  กิตติ KITTI; กิตติศักดิ์ KITTISAK; เกรียงไกร KRIANGKRAI; เกษม KASEM; กฤษณะ KRITSANA KRISSANA; กฤษดา KRITSADA KRISADA; ก้องเกียรติ KONGKIAT; คมสัน KHOMSAN KOMSAN; จักรพงษ์ CHAKKRAPHONG JAKKAPONG; จิรายุ CHIRAYU JIRAYU; จตุพร CHATUPHON JATUPORN; เจษฎา CHETSADA JESADA
  ชัยวัฒน์ CHAIWAT; ชาญชัย CHANCHAI; ชูชาติ CHUCHAT; เฉลิมพล CHALERMPON CHALOEMPHON; เชาวลิต CHAOWALIT CHAVALIT; ดนัย DANAI; เดชา DECHA; ถาวร THAWON TAWORN; ไพโรจน์ PHAIROT PAIROJ; ไพบูลย์ PHAIBUN PAIBOON; พงศกร PHONGSAKON PONGSAKORN
  พิชัย PHICHAI PICHAI; พิเชษฐ์ PHICHET PICHET; พีรพล PHEERAPHON PEERAPON; ภานุพงศ์ PHANUPHONG PANUPONG; ภูวดล PHUWADON PUWADOL; มานพ MANOP; มานะ MANA; มนตรี MONTRI MONTREE; ยุทธนา YUTTHANA YUTTANA; รังสรรค์ RANGSAN; รุ่งโรจน์ RUNGROT RUNGROJ
  ศักดิ์ชัย SAKCHAI; ศุภชัย SUPHACHAI SUPACHAI; ศรายุทธ SARAYUT; ศิริชัย SIRICHAI; สิทธิชัย SITTHICHAI SITTICHAI; เสถียร SATHIAN SATIEN; หาญณรงค์ HANNARONG; อรรถพล ATTHAPHON ATTAPON; คุณากร KHUNAKON KUNAKORN; บุญมี BUNMI BOONMEE; บุญเลิศ BUNLOET BOONLERT; บัณฑิต BANDIT BUNDIT; ปรีชา PRICHA PREECHA; ปิยะ PIYA; ปกรณ์ PAKON PAKORN`);

export const femaleNames = pieces(`
  สมหญิง SOMYING; สมศรี SOMSRI SOMSI; สมใจ SOMCHAI SOMJAI; สมพร SOMPHON SOMPORN; สุดา SUDA; สุดารัตน์ SUDARAT; สุภาพร SUPHAPHON SUPAPORN; สุนีย์ SUNI SUNEE; สุวรรณา SUWANNA SUVANNA; สุกัญญา SUKANYA; สุพรรณี SUPHANNI SUPANNEE; สุรีย์ SURI SUREE; สายฝน SAIFON; สายสมร SAISAMON SAISAMORN
  ศิริพร SIRIPHON SIRIPORN; ศิริรัตน์ SIRIRAT; ศศิธร SASITHON SASITORN; วิไล WILAI VILAI; วิภา WIPHA WIPA; วาสนา WATSANA WASANA VASANA; วรรณา WANNA VANNA; วรรณี WANNI WANNEE; วันเพ็ญ WANPHEN WANPEN; วราภรณ์ WARAPHON WARAPORN VARAPORN; วนิดา WANIDA VANIDA
  พรทิพย์ PHONTHIP PORNTHIP PORNTIP; พรพรรณ PHONPHAN PORNPAN; พิมพ์ใจ PHIMCHAI PIMJAI; พิมพา PHIMPHA PIMPA; เพ็ญศรี PHENSI PENSRI; ภัทรา PHATTHRA PATTRA; ภาวนา PHAWANA PAWANA; น้ำผึ้ง NAMPHUENG NAMPUENG; น้ำฝน NAMFON; นงลักษณ์ NONGLAK NONGLUCK; นันทนา NANTHANA NANTANA; นิตยา NITTAYA NITAYA; นภา NAPHA NAPA; นารี NARI NAREE
  มาลี MALI MALEE; มะลิ MALI; มณี MANI MANEE; มณีรัตน์ MANIRAT MANEERAT; มยุรี MAYURI MAYUREE; รัตนา RATTANA RATANA; รัชนี RATCHANI RATCHANEE; รุ่งนภา RUNGNAPHA RUNGNAPA; เรณู RENU; ละออง LA-ONG LAONG; ลัดดา LADDA; ลำดวน LAMDUAN
  จันทร์เพ็ญ CHANPHEN JANPEN; จันทิมา CHANTHIMA JANTIMA CHANTIMA; จิราพร CHIRAPHON JIRAPORN; จินตนา CHINTANA JINTANA; จารุวรรณ CHARUWAN JARUWAN; ชนิดา CHANIDA; ชุติมา CHUTIMA; ชลธิชา CHONTHICHA CHONTICHA; ดวงใจ DUANGCHAI DUANGJAI; ดารุณี DARUNI DARUNEE; ทิพวรรณ THIPPHAWAN TIPPAWAN; ธิดา THIDA TIDA; ธัญญา THANYA TANYA
  กนกวรรณ KANOKWAN; กัญญา KANYA; กาญจนา KANCHANA KANJANA; กรรณิการ์ KANNIKA; เกษร KESON KESORN; ขวัญใจ KHWANCHAI KWANJAI; อรทัย ORATHAI ORATAI; อรุณี ARUNI ARUNEE; อัญชลี ANCHALI ANCHALEE UNCHALEE; อัจฉรา ATCHARA; อำพร AMPHON AMPORN; อุบล UBON UBOL; อุไร URAI; บุษบา BUTSABA BUSSABA; บุญเรือน BUNRUEAN BOONRUEN; เบญจวรรณ BENCHAWAN BENJAWAN; ประภา PRAPHA PRAPA; ประนอม PRANOM; ปราณี PRANI PRANEE; ปิยะนุช PIYANUT PIYANUCH; ปวีณา PAWINA PAVEENA; ยุพา YUPHA YUPA; หทัยรัตน์ HATHAIRAT HATAIRAT`);

export const surnameStarts = pieces(`
  ใจ CHAI JAI; ศรี SI SRI; ทอง THONG TONG; สุข SUK SUKH; บุญ BUN BOON; แก้ว KAEO KAEW; วงศ์ WONG VONG; รัตน RATTANA RATANA; พรหม PHROM PROM; จันทร์ CHAN JAN; อินทร์ IN; สุวรรณ SUWAN SUVAN; ชัย CHAI; มณี MANI MANEE; เพ็ชร PHET PETCH; พันธ์ PHAN PAN; กิตติ KITTI; ประ PRA; วรรณ WAN; ธรรม THAM TUM; สม SOM; ไชย CHAI; นิล NIN NIL; เจริญ CHAROEN JAROEN; แสง SAENG SANG; คำ KHAM KAM; หงษ์ HONG; ปัญญา PANYA; โพธิ์ PHO POH; ดวง DUANG; ลิ้ม LIM; แซ่ SAE; ฤทธิ์ RIT RITH; ยอด YOT YOD; เกษ KET KES; อ่อน ON; พูล PHUN POON; ขำ KHAM; นาค NAK; ม่วง MUANG`);
export const surnameMiddles = pieces(`
  งาม NGAM; ดี DI DEE; สว่าง SAWANG; มงคล MONGKHON MONGKOL; ประเสริฐ PRASOET PRASERT; สุวรรณ SUWAN SUVAN; สมบูรณ์ SOMBUN SOMBOON; รุ่งเรือง RUNGRUEANG RUNGRUANG; วัฒนา WATTHANA WATTANA; พิทักษ์ PHITHAK PITAK; สกุล SAKUN SAKUL; เจริญ CHAROEN JAROEN; มาลัย MALAI; นคร NAKHON NAKORN; สวัสดิ์ SAWAT SAWASDI; วิไล WILAI VILAI; ทรัพย์ SAP SUB; ประทีป PRATHIP PRATEEP; ไพศาล PHAISAN PAISAN; อุดม UDOM; ธาดา THADA TADA; กุล KUN KUL; โชติ CHOT; วิเศษ WISET VISET; เลิศ LOET LERT; ภักดี PHAKDI PAKDEE; จำปา CHAMPA JUMPA; สง่า SA-NGA SANGA; เมือง MUEANG MUANG; ชื่น CHUEN; คง KHONG KONG; ทิพย์ THIP TIP`);
export const surnameEnds = pieces(`
  กุล KUN KUL; วงศ์ WONG VONG; พันธ์ PHAN PAN; ชัย CHAI; สุข SUK; ศรี SI SRI; พงษ์ PHONG PONG; รัตน์ RAT; ศักดิ์ SAK; วัฒน์ WAT; ดี DI DEE; ทรัพย์ SAP SUB; บุตร BUT BUTR; เดช DET DEJ; ชาติ CHAT; ธร THON TORN; นนท์ NON; มาศ MAT MAS; ใจ CHAI JAI; แก้ว KAEO KAEW`);
